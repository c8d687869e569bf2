"""The consortium: how many organisations of which kinds, in how many countries, applicant included."""

from tests.spec.asking import ask

NORWAY = {"country": "NO"}
EUROPE = ["NO", "DE", "FR", "IT", "ES"]


def full(country: str, **more: object) -> dict[str, object]:
    return {"country": country, "role": "partner", **more}


def test_consortium_size():
    three = ask(
        "consortium_size",
        at_least=3,
        countries=EUROPE,
        in_different_countries=3,
        at_least_one_in=["DE", "FR"],
    )
    three.of(applicant=NORWAY, partners=[full("DE"), full("IT")]).is_yes()
    three.of(applicant=NORWAY, partners=[full("DE"), full("US")]).is_no().mended_by(
        "partners[+]", {"country": "ES", "role": "partner"}
    )
    three.of(applicant=NORWAY, partners=[full("DE"), full("DE")]).is_no("two countries only")
    three.of(applicant=NORWAY, partners=[full("IT"), full("ES")]).is_no(
        "none of them is in Germany or France"
    )
    three.of(applicant=NORWAY, partners=[full("DE"), {"country": "IT", "role": "associated"}]).is_no(
        "an associated partner does not count"
    )
    three.of(applicant=NORWAY, partners=[full("DE"), {"country": "IT"}]).is_unknown(
        "it may be an associated partner only"
    ).for_want_of("partners[1].role")
    three.of(partners=[full("DE"), full("IT")]).is_unknown().for_want_of("applicant.country")
    three.of(applicant=NORWAY).is_unknown("nobody has told of the partners").for_want_of("partners")


def test_consortium_size_counts_independent_organisations_of_a_kind():
    companies = ask("consortium_size", at_least=2, kinds=["company"], independent=True, associated_count=True)
    firm = {"kind": "company", "independent": True}
    companies.of(applicant={"kind": "university"}, partners=[firm, firm]).is_yes()
    companies.of(applicant={"kind": "company"}, partners=[firm]).is_yes("the applicant counts too")
    companies.of(
        applicant={"kind": "university"}, partners=[firm, {**firm, "independent": False}]
    ).is_no().mended_by("partners[+]", {"kind": "company", "independent": True, "role": "partner"})
    companies.of(
        applicant={"kind": "university"}, partners=[firm, {"kind": "company"}]
    ).is_unknown().for_want_of("partners[1].independent")


def test_consortium_size_has_a_greatest_number():
    small = ask("consortium_size", at_least=1, at_most=2)
    small.of(partners=[full("DE")]).is_yes()
    small.of(partners=[full("DE"), full("DE")]).is_no()
    small.of(partners=[full("DE"), {"role": "associated"}]).is_yes("an associated partner does not count")
    small.of().is_unknown().for_want_of("partners")
