"""The mistakes that people make in their first call: the message names the place, the thing written, and the mend."""

from pathlib import Path

import pytest

from utsyn.calls.check import check

CALL = """\
key: ours-2022
programme: ours
title: {nb: Vår, nn: Vår, en: Ours}
about: {nb: Vår, nn: Vår, en: Ours}
currency: NOK
window: {opens: 2022-02-02, closes: 2022-03-16T13:00 Europe/Oslo, cite: {source: page}}
sources: {page: {title: The call}}
parameters: {countries: [NO, US, GB]}
rules:
  - key: partner
    rule: partner_in
    given: {countries: $countries}
    cite: {source: page}
  - key: own
    rule: own_share_at_least
    given: {share: 0.20}
    cite: {source: page, place: "Own contribution"}
facts:
  budget: {value: 80000000, unit: NOK, cite: {source: page}}
"""
CASES = """\
- name: all in order
  on: 2022-03-01
  expect: unknown
  because: [own]
  proposal: {partners: [{country: NO}]}
- name: a partner in France
  like: all in order
  on: 2022-03-01
  expect: no
  because: [partner]
  proposal: {partners: [{country: FR}]}
"""


def found(folder: Path, call: str = CALL, cases: str = CASES) -> list[str]:
    """Return what is found, from the line on."""
    path = folder / "ours" / "2022.yaml"
    path.parent.mkdir()
    path.write_text(call, encoding="utf-8")
    path.with_name("2022.cases.yaml").write_text(cases, encoding="utf-8")
    return [item.in_("en").removeprefix(f"{path.parent}/") for item in check(path)]


def test_without_a_mistake_nothing_is_found_and_norway_needs_no_quotation_marks(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("[NO, US", "[Norge, US", "2022.yaml:8: error [rule] “Norge” cannot be used. Write the country's two-letter code: NO."),
        ("US, GB]", "US, UK]", "2022.yaml:8: error [rule] “UK” cannot be used. Write the country's two-letter code: GB."),
        ("0.20", "0,20", "2022.yaml:16: error [rule] “20” stands where a name should, after a comma. Write numbers with a decimal point: 0.20."),
        ("0.20", "20", "2022.yaml:16: error [rule] “20” cannot be used. Write it as a part of one: 0.20 for 20 per cent."),
        ("{source: page}\n  - key: own", "page\n  - key: own", "2022.yaml:13: error [shape] “page” cannot be used. Write the name of the source after source, and the place in it after place."),
        ("{source: page}\n  - key: own", "{sorce: page}\n  - key: own", "2022.yaml:13: error [shape] “sorce” is not a known name. Did you mean “source”?"),
        ("about: {nb: Vår, nn: Vår, en: Ours}", "about: Ours", "2022.yaml:4: error [shape] “Ours” cannot be used. Write it in each language, after nb, nn and en."),
        ("{value: 80000000, unit: NOK, cite: {source: page}}", "80000000", "2022.yaml:19: error [shape] “80000000” cannot be used. Write it after value, and add unit and cite."),
        ("nn: Vår, en: Ours}\nabout", "nn: Vår, en: Ours, and yours}\nabout", "2022.yaml:3: error [shape] “and yours” stands where a name should, after a comma. Put quotation marks around text with a comma in it."),
        ("budget:", "buget:", "2022.yaml:19: error [missing-language] The fact “buget” is not one that calls commonly have, and has no name. Add name to it, in nb, nn and en."),
        ("currency: NOK", "currency: kroner", "2022.yaml:5: error [shape] “kroner” cannot be used. Write the three capital letters of the currency, such as NOK or EUR."),
        ('contribution"', "contribution", "2022.yaml:17: error [unreadable] A quotation mark is not closed. Look at the indentation, quotation marks and brackets there and on the line before."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_call(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert CALL.count(right) == 1
    assert said in found(tmp_path, CALL.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("because: [partner]", "because: [partners]", "2022.cases.yaml:10: error [case-fails] The case “a partner in France” expects no because of partners, and gets it because of partner. Name all the lines that decide and no others, or leave because out."),
        ("name: a partner in France", "name: all in order", "2022.cases.yaml:6: error [case-fails] Two cases are called “all in order”. Give each a name of its own."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_case(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert CASES.count(right) == 1
    assert found(tmp_path, cases=CASES.replace(right, wrong)) == [said]
