"""What the values are called that figures are counted by: definitions, classes, fields, agreements, roles, parts of programmes.

The 26 fields are those of OpenAlex by number, as it takes them from the All Science Journal Classification.
"""

from collections.abc import Mapping

from utsyn.evidence.ways import VARIANTS
from utsyn.organisations.countries import countries
from utsyn.text import Words, say

FIELDS: Mapping[str, Words] = {
    "11": say("Agricultural and biological sciences"),
    "12": say("Arts and humanities"),
    "13": say("Biochemistry, genetics and molecular biology"),
    "14": say("Business, management and accounting"),
    "15": say("Chemical engineering"),
    "16": say("Chemistry"),
    "17": say("Computer science"),
    "18": say("Decision sciences"),
    "19": say("Earth and planetary sciences"),
    "20": say("Economics, econometrics and finance"),
    "21": say("Energy"),
    "22": say("Engineering"),
    "23": say("Environmental science"),
    "24": say("Immunology and microbiology"),
    "25": say("Materials science"),
    "26": say("Mathematics"),
    "27": say("Medicine"),
    "28": say("Neuroscience"),
    "29": say("Nursing"),
    "30": say("Pharmacology, toxicology and pharmaceutics"),
    "31": say("Physics and astronomy"),
    "32": say("Psychology"),
    "33": say("Social sciences"),
    "34": say("Veterinary medicine"),
    "35": say("Dentistry"),
    "36": say("Health professions"),
}
VALUES: Mapping[str, Mapping[str, Words]] = {
    "definition": {"cwts": say("CWTS"), "openalex": say("OpenAlex"), "nvi": say("NVI")},
    "variant": VARIANTS,
    "class": {
        "int": say("with authors abroad"), "nat": say("with others in the country"), "own": say("with colleagues alone"),
        "single": say("by one author"),
    },
    "who": {"home": say("ours"), "others": say("others’"), "unassigned": say("nobody’s that is known")},
    "distance": {"short": say("all within 100 km"), "long": say("5,000 km or more apart")},
    "of": {"all": say("all authors have a known country"), "any": say("any author has a known country"),
           "mean": say("mean citations"), "top10": say("part among the most cited tenth")},
    "relation": {
        "itself": say("with the partner itself"), "above": say("with an organisation above it"),
        "below": say("with an organisation below it"),
    },
    "way": {"in": say("to us"), "out": say("from us")}, "field": FIELDS,
    "list": {"then": say("the list of the year"), "now": say("the list of today")},
    "group": {key: group.name for key, group in countries().groups.items()},
    "agreement": {
        "erasmus": say("Erasmus+"), "individual": say("individual agreements"), "other": say("other agreements"), "unknown": say("not known"),
    },
    "role": {
        "coordinator": say("coordinator"), "participant": say("participant"), "thirdParty": say("linked third party"),
        "associatedPartner": say("associated partner"), "internationalPartner": say("international partner"),
    },
    "pillar": {
        "cluster": say("clusters and societal challenges"), "infrastructures": say("research infrastructures"),
        "widening": say("widening participation"), "other": say("other parts"),
    },
    "programme": {"H2020": say("Horizon 2020"), "HORIZON": say("Horizon Europe"), "FP7": say("the Seventh Framework Programme")},
    "kind": {
        "main": say("Starting, Consolidator and Advanced Grants"), "synergy": say("Synergy Grants"), "proof-of-concept": say("Proof of Concept"),
    },
    "countries": {"one": say("one"), "two": say("two"), "three": say("three"), "four-or-more": say("four or more")},
}  # fmt: skip
