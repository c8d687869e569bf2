"""The running grant that a proposal builds on: scheme, role and period as of a day, and key people in both."""

from tests.spec.asking import ask

FKB = {"scheme": "FKB", "role": "host_institution", "active_from": "2020-01-01", "active_to": "2024-12-31"}
ENDED = {**FKB, "active_to": "2022-03-15"}
OTHER = {**FKB, "scheme": "OTHER"}


def test_holds_grant():
    holds = ask("holds_grant", schemes=["SFF", "FKB"])
    holds.of(grants=[FKB]).is_yes("it runs on the day of the deadline, 16 March 2022")
    holds.of(grants=[{**FKB, "active_to": "2022-03-16"}]).is_yes("first and last day included")
    holds.of(grants=[ENDED]).is_no("it ends the day before the deadline")
    holds.of(grants=[{**FKB, "active_from": "2022-03-17"}]).is_no("it begins the day after")
    holds.of(grants=[{**FKB, "role": "other"}]).is_no()
    holds.of(grants=[OTHER, FKB]).is_yes("one is enough")
    holds.of(grants=[OTHER, ENDED]).is_no("no single one is right in all")
    holds.of(grants=[]).is_no("there are none").mended_by(
        "grants[+]",
        {"scheme": "SFF", "role": "host_institution", "active_from": "2022-03-16", "active_to": "2022-03-16"},
    )
    holds.of().is_unknown().for_want_of("grants")
    holds.of(grants=[{"scheme": "FKB", "role": "host_institution", "active_from": "2020-01-01"}]).is_unknown(
        "nobody has told whether it still runs"
    ).for_want_of("grants[0].active_to")
    holds.of(grants=[{"scheme": "FKB", "active_to": "2021-12-31"}]).is_no(
        "whatever else is told, it has ended"
    )


def test_holds_grant_on_a_day_peer_reviewed():
    reviewed = ask(
        "holds_grant", schemes=["FKB"], active_on="2022-02-02", roles=["host_institution"], peer_reviewed=True
    )
    reviewed.of(grants=[{**ENDED, "peer_reviewed": True}]).is_yes("it still ran on that day")
    reviewed.of(grants=[{**FKB, "peer_reviewed": False}]).is_no()
    reviewed.of(grants=[FKB]).is_unknown().for_want_of("grants[0].peer_reviewed")


def test_holds_grant_of_a_list_that_is_cut_off():
    cut = ask("holds_grant", schemes={"known": ["SFF"], "excluded": ["FKB"], "complete": False})
    cut.of(grants=[{**FKB, "scheme": "SFF"}]).is_yes()
    cut.of(grants=[FKB]).is_no("known to be out")
    cut.of(grants=[OTHER]).is_unknown("no source at hand shows the whole list")


def test_key_people_shared():
    shared = ask("key_people_shared", schemes=["FKB"])
    shared.of(key_people=["a", "b"], grants=[{**FKB, "key_people": ["b", "c"]}]).is_yes()
    shared.of(key_people=["a"], grants=[{**FKB, "key_people": ["b", "c"]}]).is_no().mended_by(
        "key_people[+]", "b"
    )
    shared.of(key_people=["a"], grants=[{**OTHER, "key_people": ["a"]}]).is_no(
        "the grant must itself qualify"
    )
    shared.of(key_people=["a"], grants=[{**OTHER, "key_people": ["a"]}, {**FKB, "key_people": ["b"]}]).is_no(
        "one grant that qualifies and another that is shared are none that is both"
    )
    shared.of(key_people=[], grants=[FKB]).is_no("there are no key people")
    shared.of(key_people=["a"], grants=[FKB]).is_unknown().for_want_of("key_people", "grants[0].key_people")
    shared.of().is_unknown().for_want_of("key_people", "grants")
    every = ask("key_people_shared", how_many="all")
    every.of(key_people=["a", "b"], grants=[{"key_people": ["a", "b", "c"]}]).is_yes()
    every.of(key_people=["a", "d"], grants=[{"key_people": ["a", "b", "c"]}]).is_no()


def test_key_people_shared_with_a_grant_on_a_day():
    strict = ask(
        "key_people_shared",
        schemes=["FKB"],
        active_on="2022-02-02",
        roles=["host_institution"],
        peer_reviewed=True,
    )
    strict.of(key_people=["a"], grants=[{**ENDED, "peer_reviewed": True, "key_people": ["a"]}]).is_yes()
    strict.of(key_people=["a"], grants=[{**FKB, "peer_reviewed": False, "key_people": ["a"]}]).is_no()
    strict.of(key_people=["a"], grants=[{**FKB, "key_people": ["a"]}]).is_unknown().for_want_of(
        "key_people", "grants[0].peer_reviewed"
    )
