"""The part of a framework programme that a legal basis names. What is not known here is other, and counted."""

# By the beginning of the code, the longer one first. What the pillars of Horizon Europe grew from in the programmes before stands with them.
BEGINNINGS = (
    ("HORIZON.1.1", "ERC"), ("HORIZON.1.2", "MSCA"), ("HORIZON.1.3", "infrastructures"), ("HORIZON.2", "cluster"),
    ("HORIZON.3.1", "EIC"), ("HORIZON.3", "other"), ("HORIZON.4", "widening"), ("EURATOM", "other"),
    ("H2020-EU.1.1", "ERC"), ("H2020-EU.1.2", "other"), ("H2020-EU.1.3", "MSCA"), ("H2020-EU.1.4", "infrastructures"),
    ("H2020-EU.2.1", "cluster"), ("H2020-EU.2", "other"), ("H2020-EU.3", "cluster"), ("H2020-EU.4", "widening"),
    ("H2020-EU.5", "other"), ("H2020-EU.6", "other"), ("H2020-EU.7", "other"), ("H2020-EC", "other"), ("H2020-EURATOM", "other"),
    ("FP7-IDEAS-ERC", "ERC"), ("FP7-PEOPLE", "MSCA"), ("FP7-INFRASTRUCTURES", "infrastructures"),
    ("FP7-HEALTH", "cluster"), ("FP7-KBBE", "cluster"), ("FP7-ICT", "cluster"), ("FP7-NMP", "cluster"), ("FP7-ENERGY", "cluster"),
    ("FP7-ENVIRONMENT", "cluster"), ("FP7-TRANSPORT", "cluster"), ("FP7-SSH", "cluster"), ("FP7-SPACE", "cluster"),
    ("FP7-SECURITY", "cluster"), ("FP7-JTI", "cluster"), ("FP7-GA", "cluster"), ("FP7-SME", "other"), ("FP7-REGIONS", "other"),
    ("FP7-REGPOT", "other"), ("FP7-SIS", "other"), ("FP7-COH", "other"), ("FP7-INCO", "other"), ("FP7-ERANET", "other"),
    ("FP7-EURATOM", "other"), ("FP7-JRC", "other"),
)  # fmt: skip


def pillar(legal_basis: str) -> str | None:
    """Return the part that a code names, or that all codes of a list name; None where that is not known or they differ."""
    found = {_one(code.strip().upper()) for code in legal_basis.split(";") if code.strip()}
    return found.pop() if len(found) == 1 else None


def _one(code: str) -> str | None:
    for beginning, name in BEGINNINGS:
        if (
            code == beginning
            or code.startswith((f"{beginning}.", f"{beginning}-"))
            or (beginning[-1].isdigit() and code == f"{beginning}.")
        ):
            return name
    return None
