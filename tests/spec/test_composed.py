"""Lines put together: all of them, any of them, one unless another, and parts of a call of which one is enough."""

from tests.spec.asking import ask_line

FRENCH = {"rule": "partner_in", "given": {"countries": ["FR"]}}
CHARTER = {"rule": "applicant_is", "given": {"eche": True}}
SMALL = {"rule": "amount_at_most", "given": {"amount": 100}}
JUDGED = {"rule": "judged", "given": {"criterion": {"en": "It is good"}, "decided_by": "board"}}


def test_all_of():
    both = ask_line(all_of=[CHARTER, SMALL])
    both.of(applicant={"eche": True}, amount=100, currency="NOK").is_yes()
    both.of(applicant={"eche": False}).is_no("one no is enough")
    both.of(applicant={"eche": True}).is_unknown()
    ask_line(all_of=[CHARTER, JUDGED]).of(applicant={"eche": True}).is_judgement(
        "all that can be known holds"
    )
    ask_line(all_of=[CHARTER, JUDGED]).of().is_unknown("before anybody judges, tell what can be told")


def test_any_of():
    either = ask_line(any_of=[CHARTER, SMALL])
    either.of(applicant={"eche": True}).is_yes("one yes is enough")
    either.of(applicant={"eche": False}, amount=101, currency="NOK").is_no()
    either.of(applicant={"eche": False}).is_unknown()
    ask_line(any_of=[CHARTER, JUDGED]).of(applicant={"eche": False}).is_judgement()


def test_unless():
    excepted = ask_line(**CHARTER, unless=FRENCH)
    excepted.of(applicant={"eche": True}, partners=[]).is_yes("the rule holds")
    excepted.of(applicant={"eche": False}, partners=[{"country": "FR"}]).is_yes("its exception does")
    excepted.of(applicant={"eche": False}, partners=[]).is_no()
    excepted.of(applicant={"eche": False}).is_unknown("who are the partners?")


def test_lots():
    parts = ask_line(lots=[
        {"key": "eight", "title": {"en": "Eight countries"}, "rules": [{"key": "partner", "rule": "partner_in", "given": {"countries": ["BR", "US"]}}]},
        {"key": "pilot", "title": {"en": "Pilot"}, "rules": [{"key": "partner", "rule": "partners_only_in", "given": {"countries": ["DE", "FR"]}}]},
    ])  # fmt: skip
    parts.of(lot="eight", partners=[{"country": "BR"}]).is_yes()
    parts.of(lot="pilot", partners=[{"country": "BR"}]).is_no("it goes to a part in which it does not fit")
    parts.of(partners=[{"country": "FR"}]).is_yes("one of the parts fits")
    parts.of(lot="third", partners=[{"country": "FR"}]).is_no("there is no such part")
    parts.of(lot="pilot").is_unknown()
