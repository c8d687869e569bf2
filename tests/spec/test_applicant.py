"""Who applies: kind of institution, country, charter, closed lists, and a named administrator."""

from tests.spec.asking import ask

BERGEN, OSLO = "03zga2b32", "01xtthb56"


def test_applicant_is():
    norwegian = ask("applicant_is", kinds=["university", "university_college"], countries=["NO"])
    norwegian.of(applicant={"kind": "university", "country": "NO"}).is_yes()
    norwegian.of(applicant={"kind": "company", "country": "NO"}).is_no()
    norwegian.of(applicant={"kind": "university", "country": "SE"}).is_no()
    norwegian.of(applicant={"country": "NO"}).is_unknown().for_want_of("applicant.kind")
    norwegian.of(applicant={"country": "SE"}).is_no("its kind would not help")
    norwegian.of().is_unknown().for_want_of("applicant.kind", "applicant.country")


def test_applicant_is_accredited_and_chartered():
    chartered = ask("applicant_is", accredited=True, eche=True)
    chartered.of(applicant={"accredited": True, "eche": True}).is_yes()
    chartered.of(applicant={"accredited": True, "eche": False}).is_no().mended_by("applicant.eche", True)
    chartered.of(applicant={"eche": True}).is_unknown().for_want_of("applicant.accredited")


def test_applicant_listed():
    listed = ask("applicant_listed", institutions=[BERGEN])
    listed.of(applicant={"ror": BERGEN}).is_yes()
    listed.of(applicant={"ror": OSLO}).is_no("a plain list is complete")
    listed.of(applicant={"name": "University of Bergen"}).is_unknown("names are not compared").for_want_of(
        "applicant.ror"
    )
    cut = ask(
        "applicant_listed", institutions={"known": [BERGEN], "excluded": ["05xg72x27"], "complete": False}
    )
    cut.of(applicant={"ror": BERGEN}).is_yes()
    cut.of(applicant={"ror": "05xg72x27"}).is_no("known to be out")
    cut.of(applicant={"ror": OSLO}).is_unknown("the source at hand does not show the whole list")


def test_administrator_named():
    named = ask("administrator_named")
    named.of(administrator_named=True).is_yes()
    named.of(administrator_named=False).is_no().mended_by("administrator_named", True)
    named.of().is_unknown().for_want_of("administrator_named")
