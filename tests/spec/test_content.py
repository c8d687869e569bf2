"""What the project does: activity lists, statements and numbers; the documents that go with it."""

from tests.spec.asking import ask

RECTOR = {"nb": "rektor", "nn": "rektor", "en": "the rector"}


def test_activities_among():
    among = ask("activities_among", allowed=["mobility", "events"], never=["ordinary_teaching"])
    among.of(activities=["mobility"]).is_yes()
    among.of(activities=["mobility", "ordinary_teaching"]).is_no().mended_by("activities", ["mobility"])
    among.of(activities=["mobility", "courses"]).is_unknown("the call does not name courses")
    among.of().is_unknown().for_want_of("activities")
    but = ask("activities_among", never=["ordinary_research"])
    but.of(activities=["courses"]).is_yes("only what is ruled out counts")
    but.of(activities=["ordinary_research"]).is_no()
    but.of().is_unknown()


def test_stated():
    both = ask("stated", what={"en": "It contains both research and education"}, statement="both")
    both.of(statements={"both": True}).is_yes()
    both.of(statements={"both": False}).is_no().mended_by("statements.both", True)
    both.of(statements={"other": True}).is_unknown().for_want_of("statements.both")
    no_double = ask("stated", what={"en": "Nobody else pays for it"}, statement="paid", wanted=False)
    no_double.of(statements={"paid": False}).is_yes()
    no_double.of(statements={"paid": True}).is_no()
    no_double.of().is_unknown()


def test_number_between():
    days = ask("number_between", what={"en": "Days on the spot"}, number="days", at_least=5, at_most=30)
    days.of(numbers={"days": 5}).is_yes()
    days.of(numbers={"days": 4}).is_no().mended_by("numbers.days", 5)
    days.of(numbers={"days": "30.5"}).is_no().mended_by("numbers.days", 30)
    days.of().is_unknown().for_want_of("numbers.days")


def test_papers_complete():
    papers = ask("papers_complete", papers=[
        {"kind": "plan", "name": {"en": "The plan"}, "pages_at_most": 10, "on_template": True, "signed_by": "rector", "signer": RECTOR},
    ])  # fmt: skip
    plan = {"kind": "plan", "pages": 10, "on_template": True, "signed_by": "rector"}
    papers.of(papers=[plan]).is_yes()
    papers.of(papers=[{**plan, "pages": 11}]).is_no().mended_by("papers[0].pages", 10)
    papers.of(papers=[{**plan, "signed_by": "dean"}]).is_no().mended_by("papers[0].signed_by", "rector")
    papers.of(papers=[]).is_no().mended_by("papers[+]", plan)
    papers.of(papers=[{"kind": "plan", "pages": 10, "on_template": True}]).is_unknown("who has signed it?")
    papers.of(papers=[{}]).is_unknown("is this the plan?")
    papers.of().is_unknown().for_want_of("papers")


def test_papers_complete_so_many_of_a_kind():
    cvs = ask(
        "papers_complete",
        papers=[{"kind": "cv", "name": {"en": "CV"}, "pages_at_most": 2, "at_least": 3, "at_most": 6}],
    )
    cv = {"kind": "cv", "pages": 2}
    cvs.of(papers=[cv, cv, cv]).is_yes()
    cvs.of(papers=[cv, cv]).is_no().mended_by("papers[+]", cv)
    cvs.of(papers=[cv] * 7).is_no()
    cvs.of(papers=[cv, cv, {"pages": 2}]).is_unknown("is the third a CV?")
    cvs.of(papers=[cv, cv, cv, {"pages": 3}]).is_unknown("the last may be a CV that is too long")
