"""Countries of the Erasmus+ programme in the synthetic world, by ISO code: how Erasmus codes begin there, and how the Union writes two of them."""

# Countries that are in the programme; the codes of the universities are padded to three characters.
PROGRAMME = {"AT": "A", "BE": "B", "CZ": "CZ", "DE": "D", "DK": "DK", "ES": "E", "FI": "SF", "FR": "F", "GR": "G", "HU": "HU", "IE": "IRL",
             "IS": "IS", "IT": "I", "NL": "NL", "NO": "N", "PL": "PL", "PT": "P", "RO": "RO", "SE": "S", "TR": "TR", "GB": "UK"}  # fmt: skip
EU_CODES = {"GR": "EL", "GB": "UK"}
