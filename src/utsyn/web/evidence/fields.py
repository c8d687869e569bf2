"""The 26 fields of OpenAlex by number, as it takes them from the All Science Journal Classification."""

from collections.abc import Mapping

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
