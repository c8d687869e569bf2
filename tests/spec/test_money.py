"""The amount sought: limits, yearly limits, lump-sum menus, amounts by unit, and limits pro rata."""

from tests.spec.asking import ask


def test_amount_at_most():
    most = ask("amount_at_most", amount=10_000_000)
    most.of(amount=10_000_000, currency="NOK").is_yes()
    most.of(amount=10_000_001, currency="NOK").is_no().mended_by("amount", 10_000_000)
    most.of(amount=900_000, currency="EUR").is_unknown("money is never converted").for_want_of("currency")
    most.of(amount=900_000).is_unknown("900,000 of what?")
    most.of().is_unknown().for_want_of("amount", "currency")


def test_amount_at_most_in_the_currency_of_the_call():
    euro = ask("amount_at_most", amount=2_500_000, currency="EUR")
    euro.of(amount=2_500_000, currency="EUR").is_yes()
    euro.of(amount=2_500_001, currency="EUR").is_no()
    euro.of(amount=1, currency="NOK").is_unknown()


def test_amount_at_least():
    least = ask("amount_at_least", amount=4_000_000)
    least.of(amount=4_000_000, currency="NOK").is_yes()
    least.of(amount=3_999_999, currency="NOK").is_no().mended_by("amount", 4_000_000)
    least.of(currency="NOK").is_unknown().for_want_of("amount")


def test_amount_per_year_at_most():
    yearly = ask("amount_per_year_at_most", amount=2_000_000)
    yearly.of(amounts_by_year={2022: 1_000_000, 2023: 2_000_000}, currency="NOK").is_yes()
    yearly.of(amounts_by_year={2022: 1_000_000, 2023: 2_000_001}, currency="NOK").is_no().mended_by(
        "amounts_by_year.2023", 2_000_000
    )
    yearly.of(amounts_by_year={2022: 2_500_000, 2023: 2_500_000}, currency="NOK").is_no(
        "two years are too dear"
    ).is_mended_by_no_single_fact()
    yearly.of(amounts_by_year={2022: 1_000_000}, amount=4_000_000, currency="NOK").is_unknown(
        "the years do not add up to what is sought"
    )
    yearly.of(amount=2_000_000, currency="NOK").is_yes("no year can have more than the whole")
    yearly.of(amount=7_000_000, starts="2022-08-01", ends="2024-07-31", currency="NOK").is_no(
        "three calendar years hold six million"
    ).mended_by("amount", 6_000_000)
    yearly.of(amount=5_000_000, starts="2022-08-01", ends="2024-07-31", currency="NOK").is_unknown(
        "the years are untold"
    )
    yearly.of(amounts_by_year={2022: 3_000_000}, currency="EUR").is_unknown()
    yearly.of().is_unknown()


def test_amount_from_menu():
    menu = ask("amount_from_menu", menu=[120_000, 250_000, 400_000], currency="EUR")
    menu.of(amount=250_000, currency="EUR").is_yes()
    menu.of(amount=300_000, currency="EUR").is_no().mended_by("amount", 250_000)
    menu.of(amount=250_000).is_unknown().for_want_of("currency")


def test_amount_by_units():
    units = ask("amount_by_units", amount=6_000, at_most=2, currency="CAD")
    units.of(amount=12_000, units=2, currency="CAD").is_yes()
    units.of(amount=10_000, units=2, currency="CAD").is_no().mended_by("amount", 12_000)
    units.of(amount=12_000, units=1, currency="CAD").is_no().mended_by("units", 2)
    units.of(amount=18_000, currency="CAD").is_no("that would be three units")
    units.of(amount=7_000, currency="CAD").is_no("no number of units costs that")
    units.of(amount=12_000, currency="CAD").is_unknown().for_want_of("units")
    units.of(units=3).is_no("whatever is sought")


def test_amount_by_units_of_a_least_number():
    some = ask("amount_by_units", amount=500, at_least=10)
    some.of(amount=5_000, units=10, currency="NOK").is_yes()
    some.of(amount=4_500, units=9, currency="NOK").is_no(
        "two facts would have to be others"
    ).is_mended_by_no_single_fact()
    some.of(amount=5_000, units=10).is_unknown().for_want_of("currency")


def test_amount_pro_rata():
    rata = ask("amount_pro_rata", amount=1_500_000, full_months=60, on_top=1_000_000, currency="EUR")
    whole = {"starts": "2026-01-01", "ends": "2030-12-31", "currency": "EUR"}
    half = {"starts": "2026-01-01", "ends": "2028-06-30", "currency": "EUR"}
    rata.of(amount=2_500_000, **whole).is_yes()
    rata.of(amount=1_750_000, **half).is_yes("750,000 for 30 of 60 months, and 1,000,000 on top")
    rata.of(amount=1_750_001, **half).is_no().mended_by("amount", 1_750_000)
    rata.of(amount=1_750_000, currency="EUR").is_unknown("the length is untold")
    rata.of(amount=2_500_001, currency="EUR").is_no("too much for any length")
    rata.of(amount=1_000_000, currency="EUR").is_yes("little enough for any length")
    rata.of().is_unknown()
