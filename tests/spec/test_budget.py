"""The budget: own share, costs that are not paid for, transfers, fixed add-ons, and lines that add up."""

from tests.spec.asking import ask


def test_own_share_at_least():
    own = ask("own_share_at_least", share="0.20")
    own.of(amount=8_000_000, own_contribution=2_000_000, currency="NOK").is_yes(
        "exactly a fifth of ten million"
    )
    own.of(amount=8_000_000, own_contribution=1_999_999, currency="NOK").is_no().mended_by(
        "own_contribution", 2_000_000
    )
    own.of(amount=0, own_contribution=1, currency="NOK").is_yes()
    own.of(amount=0, own_contribution=0, currency="NOK").is_unknown("nothing has no fifth")
    own.of(amount=8_000_000, currency="NOK").is_unknown().for_want_of("own_contribution")
    own.of(amount=800_000, own_contribution=200_000, currency="EUR").is_unknown()


def test_costs_allowed():
    never = ask("costs_allowed", never=["full_position", "research_infrastructure"])
    travel = {"cost": "mobility", "amount": "100000.00", "paid_by": "grant"}
    never.of(budget=[travel]).is_yes()
    never.of(budget=[travel, {"cost": "full_position", "paid_by": "grant"}]).is_no().mended_by(
        "budget", [travel]
    )
    never.of(budget=[{"cost": "full_position", "paid_by": "own_contribution"}]).is_yes(
        "not the grant pays for it"
    )
    never.of(budget=[{"cost": "full_position"}]).is_unknown("whose money is it?")
    never.of(budget=[{"paid_by": "own_contribution"}]).is_yes("whatever it is for")
    never.of(budget=[{"amount": 1, "paid_by": "grant"}]).is_unknown("for what?")
    never.of().is_unknown().for_want_of("budget")


def test_costs_allowed_not_even_as_own_contribution():
    never = ask("costs_allowed", never=["full_position"], not_even_own=True)
    never.of(budget=[{"cost": "full_position", "paid_by": "own_contribution"}]).is_no()
    never.of(budget=[{"cost": "working_hours", "paid_by": "own_contribution"}]).is_yes()
    never.of(budget=[{"paid_by": "own_contribution"}]).is_unknown()


def test_no_transfer_to():
    none = ask("no_transfer_to", countries=["RU"])
    none.of(budget=[{"cost": "transfer_to_partner", "country": "IN"}]).is_yes()
    none.of(budget=[{"cost": "scholarship", "country": "RU"}]).is_yes("no transfer to a partner")
    none.of(budget=[{"cost": "transfer_to_partner", "country": "RU"}]).is_no().mended_by("budget", [])
    none.of(budget=[{"cost": "transfer_to_partner"}]).is_unknown()
    none.of(budget=[{"country": "RU"}]).is_unknown()
    none.of().is_unknown()


def test_add_on_fixed():
    fixed = ask("add_on_fixed", cost="scholarship", amount=400_000)
    two = [{"cost": "scholarship", "amount": 400_000}, {"cost": "scholarship", "amount": 400_000}]
    fixed.of(budget=two, units=2, currency="NOK").is_yes()
    fixed.of(budget=two, units=1, currency="NOK").is_no()
    fixed.of(budget=[{"cost": "mobility", "amount": 100}]).is_yes("there is no such line")
    fixed.of(budget=[*two, {"amount": 1}], units=2, currency="NOK").is_unknown("one line may be for it too")
    fixed.of(budget=[*two, {"amount": 1}], units=1, currency="NOK").is_no("it is too much already")
    fixed.of(budget=two, currency="NOK").is_unknown()
    fixed.of(budget=two, units=2, currency="EUR").is_unknown()
    fixed.of().is_unknown()


def test_budget_adds_up():
    adds = ask("budget_adds_up")
    lines = [
        {"amount": 600, "paid_by": "grant"},
        {"amount": 200, "paid_by": "grant"},
        {"amount": 200, "paid_by": "own_contribution"},
    ]
    adds.of(budget=lines, amount=800, own_contribution=200).is_yes()
    adds.of(budget=lines, amount=900, own_contribution=200).is_no().mended_by("amount", 800)
    adds.of(budget=lines, amount=900, own_contribution=100).is_no(
        "two sums are wrong"
    ).is_mended_by_no_single_fact()
    adds.of(budget=lines, amount=800).is_unknown()
    adds.of(budget=[*lines, {"paid_by": "grant"}], amount=900, own_contribution=200).is_unknown(
        "the last line may be the rest"
    )
    adds.of(budget=[*lines, {"paid_by": "grant"}], amount=700, own_contribution=200).is_no(
        "it is too much already"
    )
    adds.of(amount=800, own_contribution=200).is_unknown()
