"""Partners: their countries, which kinds, and the call's own lists of institutions."""

from tests.spec.asking import ask

BRAZIL, RUSSIA, FRANCE, GERMANY = ({"country": code} for code in ("BR", "RU", "FR", "DE"))
NORWAY = {"country": "NO"}


def test_partner_in():
    one = ask("partner_in", countries=["BR", "IN"])
    one.of(partners=[BRAZIL, RUSSIA]).is_yes("one is enough")
    one.of(partners=[RUSSIA]).is_no().mended_by("partners[+]", {"country": "BR"})
    one.of(partners=[]).is_no("there are no partners")
    one.of(partners=[RUSSIA, {"name": "A university"}]).is_unknown().for_want_of("partners[1].country")
    one.of().is_unknown().for_want_of("partners")
    two = ask("partner_in", countries=["BR", "IN"], at_least=2)
    two.of(partners=[BRAZIL, RUSSIA]).is_no().mended_by("partners[+]", {"country": "BR"})
    two.of(partners=[RUSSIA]).is_no("two are wanting").is_mended_by_no_single_fact()


def test_partner_in_of_a_kind():
    college = ask("partner_in", countries=["UG"], kinds=["university"], accredited=True)
    college.of(partners=[{"country": "UG", "kind": "university", "accredited": True}]).is_yes()
    college.of(
        partners=[{"country": "UG", "kind": "company"}, {"country": "KE", "kind": "university"}]
    ).is_no("one and the same partner must be right in all")
    college.of(partners=[{"country": "UG", "kind": "university"}]).is_unknown().for_want_of(
        "partners[0].accredited"
    )


def test_partner_in_named_groups():
    panorama = ask("partner_in", countries={"known": ["panorama@2022-02-02", "DE"], "excluded": ["RU"]})
    panorama.of(partners=[{"country": "KR"}]).is_yes("South Korea has been in the strategy since 2021")
    panorama.of(partners=[GERMANY]).is_yes("named beside the group")
    panorama.of(partners=[RUSSIA]).is_no("in the group, and named as out")
    older = ask("partner_in", countries=["panorama@2020-10-07"])
    older.of(partners=[{"country": "KR"}]).is_no("a group is read on its day")


def test_no_partner_in():
    none = ask("no_partner_in", countries=["RU", "BY"])
    none.of(partners=[BRAZIL]).is_yes()
    none.of(partners=[BRAZIL, RUSSIA]).is_no().mended_by("partners", [BRAZIL])
    none.of(partners=[BRAZIL, {}]).is_unknown().for_want_of("partners[1].country")
    none.of(partners=[RUSSIA, {}]).is_no("whatever is told of the other one")


def test_partners_only_in():
    pilot = ask("partners_only_in", countries=["DE", "FR"], home=["NO"])
    pilot.of(partners=[FRANCE, GERMANY, NORWAY]).is_yes("partners at home do not count")
    pilot.of(partners=[FRANCE, BRAZIL]).is_no().mended_by("partners", [FRANCE])
    pilot.of(partners=[NORWAY]).is_no("there is none abroad").mended_by("partners[+]", {"country": "DE"})
    pilot.of(partners=[FRANCE, {}]).is_unknown().for_want_of("partners[1].country")
    pilot.of().is_unknown().for_want_of("partners")


def test_partners_are():
    chartered = ask("partners_are", kinds=["university", "university_college"], eche=True)
    full = {"role": "partner", "kind": "university", "eche": True}
    chartered.of(partners=[full, full]).is_yes()
    chartered.of(partners=[full, {**full, "eche": False}]).is_no()
    chartered.of(partners=[full, {"role": "associated", "kind": "company"}]).is_yes(
        "associated partners do not count"
    )
    chartered.of(partners=[{"kind": "company", "eche": True}]).is_unknown(
        "it may be an associated partner only"
    ).for_want_of("partners[0].role")


def test_partners_are_accredited():
    accredited = ask("partners_are", accredited=True)
    accredited.of(partners=[{"role": "partner", "accredited": True}]).is_yes()
    accredited.of(partners=[{"role": "partner", "accredited": False}]).is_no()
    accredited.of().is_unknown().for_want_of("partners")


def test_partner_listed():
    listed = ask("partner_listed", institutions=["03p74gp79", "04h699437"])
    listed.of(partners=[{"ror": "03p74gp79"}]).is_yes()
    listed.of(partners=[{"ror": "03zga2b32"}]).is_no().mended_by("partners[+]", {"ror": "03p74gp79"})
    listed.of(partners=[{"country": "ZA"}]).is_unknown().for_want_of("partners[0].ror")
    two = ask("partner_listed", institutions=["03p74gp79", "04h699437"], at_least=2)
    two.of(partners=[{"ror": "03p74gp79"}, {"ror": "04h699437"}]).is_yes()
    two.of(partners=[{"ror": "03p74gp79"}]).is_no()
