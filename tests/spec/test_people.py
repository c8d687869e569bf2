"""The leader by pseudonymous key: time since the doctorate with leave, residence in the host country, earlier applications."""

from tests.spec.asking import ask

MATERNITY = {"kind": "maternity", "children": 1}


def test_years_since_doctorate():
    starting = ask(
        "years_since_doctorate", counted_to="2025-01-01", more_than=2, up_to=7, months_per_child=18
    )
    starting.of(leader={"doctorate_on": "2018-01-01"}).is_yes("seven years to the day")
    starting.of(leader={"doctorate_on": "2022-12-31"}).is_yes("two years and a day")
    starting.of(leader={"doctorate_on": "2023-01-01", "leave": [MATERNITY]}).is_no(
        "leave does not move the near end"
    )
    starting.of(leader={"doctorate_on": "2017-12-31", "leave": []}).is_no()
    starting.of(leader={"doctorate_on": "2016-07-01", "leave": [MATERNITY]}).is_yes("18 months for one child")
    starting.of(leader={"doctorate_on": "2016-06-30", "leave": [{**MATERNITY, "months": 12}]}).is_no()
    starting.of(leader={"doctorate_on": "2016-06-30", "leave": [MATERNITY]}).is_unknown(
        "it may have been longer than 18 months"
    )
    starting.of(
        leader={"doctorate_on": "2016-06-30", "leave": [{**MATERNITY, "months": 20, "documented": True}]}
    ).is_yes("the documented months are more than 18")
    starting.of(leader={"doctorate_on": "2016-06-30", "leave": [{**MATERNITY, "months": 20}]}).is_unknown(
        "are the 20 months documented?"
    ).for_want_of("leader.doctorate_on", "leader.leave")
    starting.of(
        leader={
            "doctorate_on": "2017-12-31",
            "leave": [{"kind": "illness", "months": 1, "documented": False}],
        }
    ).is_no()
    starting.of(leader={"doctorate_on": "2017-12-31"}).is_unknown("nobody has told of leave")
    starting.of().is_unknown().for_want_of("leader.doctorate_on")


def test_years_since_doctorate_before_a_day():
    held = ask("years_since_doctorate", counted_to="2025-09-10", up_to=8, leave_counts=False)
    held.of(leader={"doctorate_on": "2025-09-10"}).is_yes()
    held.of(leader={"doctorate_on": "2025-09-11"}).is_no("not yet defended then")
    held.of(leader={"doctorate_on": "2017-09-09"}).is_no()
    held.of(leader={}).is_unknown()


def test_residence_at_most():
    abroad = ask("residence_at_most", before="2025-09-10")
    spain = {"country": "ES", "since": "2015-01-01", "until": "2024-09-09"}
    abroad.of(applicant={"country": "NO"}, leader={"stays": [spain]}).is_yes()
    abroad.of(
        applicant={"country": "NO"},
        leader={"stays": [{"country": "NO", "since": "2024-09-10", "until": "2026-01-01"}]},
    ).is_yes("365 days, which is twelve months")
    abroad.of(
        applicant={"country": "NO"},
        leader={"stays": [{"country": "NO", "since": "2024-09-09", "until": "2026-01-01"}]},
    ).is_no()
    abroad.of(
        applicant={"country": "NO"},
        leader={
            "stays": [
                {"country": "NO", "since": "2022-10-01", "until": "2023-06-30"},
                {"country": "NO", "since": "2023-03-01", "until": "2023-08-31"},
            ]
        },
    ).is_yes("days in two stays are counted once")
    abroad.of(
        applicant={"country": "NO"}, leader={"stays": [{"country": "NO", "since": "2024-01-01"}]}
    ).is_unknown("until when?")
    abroad.of(
        applicant={"country": "NO"}, leader={"stays": [{"since": "2024-01-01", "until": "2025-09-01"}]}
    ).is_unknown("where?")
    abroad.of(leader={"stays": [spain]}).is_unknown("which is the host country?")
    abroad.of(leader={"stays": []}).is_yes("nowhere")
    abroad.of().is_unknown().for_want_of("leader.stays", "applicant.country")


def test_residence_at_most_in_named_countries():
    nordic = ask(
        "residence_at_most", before="2025-09-10", months=6, within_months=24, countries=["NO", "SE", "DK"]
    )
    nordic.of(leader={"stays": [{"country": "SE", "since": "2024-01-01", "until": "2024-03-31"}]}).is_yes()
    nordic.of(leader={"stays": [{"country": "SE", "since": "2024-01-01", "until": "2024-12-31"}]}).is_no()
    nordic.of(leader={"stays": [{"country": "SE"}]}).is_unknown()


def test_not_blocked():
    fripro = ask(
        "not_blocked", schemes=["FRIPRO"], waiting_months=12,
        bands=[{"at_least": "3.25", "at_most": "5.5", "months": 12}, {"at_least": 1, "at_most": 3, "months": 24}],
    )  # fmt: skip

    def earlier(**told: object) -> dict[str, object]:
        return {"earlier": [{"scheme": "FRIPRO", **told}]}

    fripro.of(on="2022-03-01", leader={"earlier": []}).is_yes("there is none")
    fripro.of(on="2022-03-01", leader=earlier(sent_on="2021-03-01", mark=6)).is_yes(
        "a year has gone, and a mark in no band adds nothing"
    )
    fripro.of(on="2022-02-28", leader=earlier(sent_on="2021-03-01", mark=6)).is_no("a day too early")
    fripro.of(on="2022-03-01", leader=earlier(sent_on="2021-03-01", mark="5.5")).is_no(
        "this mark adds a year"
    )
    fripro.of(on="2023-03-01", leader=earlier(sent_on="2021-03-01", mark="5.5")).is_yes()
    fripro.of(on="2023-03-01", leader=earlier(sent_on="2021-03-01", mark=2)).is_no("this one adds two")
    fripro.of(on="2023-03-01", leader=earlier(sent_on="2021-03-01")).is_unknown().for_want_of(
        "leader.earlier[0].mark"
    )
    fripro.of(on="2024-03-01", leader=earlier(sent_on="2021-03-01")).is_yes("whatever its mark was")
    fripro.of(on="2022-02-28", leader=earlier(sent_on="2021-03-01")).is_no("whatever its mark was")
    fripro.of(on="2024-03-01", leader=earlier(mark=6)).is_unknown().for_want_of("leader.earlier[0].sent_on")
    fripro.of(on="2022-02-28", leader={"earlier": [{"scheme": "OTHER", "sent_on": "2022-02-27"}]}).is_yes(
        "another scheme"
    )
    fripro.of(on="2022-02-28", leader={"earlier": [{"sent_on": "2022-02-27"}]}).is_unknown("which scheme?")
    fripro.of().is_unknown().for_want_of("leader.earlier")


def test_not_blocked_until_a_day():
    network = ask(
        "not_blocked", schemes=["MSCA-DN-2023"], bands=[{"at_most": "79.99", "until": "2024-12-31"}]
    )
    network.of(on="2024-11-01", leader={"earlier": [{"scheme": "MSCA-DN-2023", "mark": 80}]}).is_yes()
    network.of(on="2024-11-01", leader={"earlier": [{"scheme": "MSCA-DN-2023", "mark": 79}]}).is_no()
    network.of(on="2025-01-01", leader={"earlier": [{"scheme": "MSCA-DN-2023", "mark": 79}]}).is_yes()
    network.of(on="2024-11-01", leader={"earlier": [{"scheme": "MSCA-DN-2023"}]}).is_unknown()
