"""What no rule can settle: what a person in a named role decides on stated evidence, and what no source states."""

from tests.spec.asking import ask


def test_judged():
    relevant = ask("judged", criterion={"en": "It is relevant to the qualifying centre"},
                   decided_by={"en": "the research adviser"}, evidence={"en": "How the themes hang together"})  # fmt: skip
    relevant.of().is_judgement("nobody has judged yet")
    relevant.of(
        judgements={"the-line": {"verdict": "yes", "by": "adviser", "because": "same theme"}}
    ).is_yes()
    relevant.of(judgements={"the-line": {"verdict": "no", "by": "adviser"}}).is_no()


def test_not_stated():
    missing = ask("not_stated", what={"en": "The amount sought is not above the call's maximum"})
    missing.of(amount=1, currency="NOK").is_unknown("nothing that one could tell would settle it")
