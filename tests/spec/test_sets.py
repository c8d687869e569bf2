"""Rules that are counted over a set of proposals: caps, one joint application, ranking."""

from tests.spec.asking import ask

BERGEN = {"applicant": {"ror": "03zga2b32", "research_staff": 2500}}
SMALL = {"applicant": {"ror": "05xg72x27", "research_staff": 300}}
NAMELESS = {"amount": 1}


def test_at_most_per_institution():
    two = ask("at_most_per_institution", at_most=2)
    two.of_all(BERGEN, BERGEN, SMALL).is_yes()
    two.of_all(BERGEN, BERGEN, BERGEN).is_no()
    two.of_all(BERGEN, BERGEN, NAMELESS).is_unknown("whose is the third?")
    two.of_all().is_yes("nothing is sent")
    one = {"applicant": {"name": "University of Bergen"}}
    two.of_all(one, one).is_yes("one name is one institution")
    two.of_all(BERGEN, BERGEN, one).is_unknown("a name may be anybody's")


def test_at_most_per_institution_by_its_size():
    tiers = ask(
        "at_most_per_institution",
        tiers=[{"staff_over": 1500, "at_most": 2}, {"staff_over": 200, "at_most": 1}],
    )
    tiers.of_all(BERGEN, BERGEN, SMALL).is_yes()
    tiers.of_all(SMALL, SMALL).is_no()
    tiers.of_all({"applicant": {"ror": "05xg72x27", "research_staff": 100}}).is_unknown(
        "no source states the cap of the smallest"
    )
    tiers.of_all({"applicant": {"ror": "05xg72x27"}}).is_unknown("how large is it?")


def test_at_most_per_institution_when_no_source_states_how_many():
    unstated = ask("at_most_per_institution", at_most=None)
    unstated.of_all(BERGEN).is_unknown()


def test_at_most_per_person():
    once = ask("at_most_per_person", at_most=1, calls=[{"en": "FRIPRO"}, {"en": "mobility grants"}])
    ada, bo = {"leader": {"key": "a"}}, {"leader": {"key": "b"}}
    once.of_all(ada, bo).is_yes()
    once.of_all(ada, ada).is_no()
    once.of_all(ada, {}).is_unknown("who leads the second?")


def test_one_joint_application():
    joint = ask("one_joint_application")
    joint.of_all(BERGEN, SMALL).is_yes()
    joint.of_all(BERGEN, BERGEN).is_no()
    joint.of_all(BERGEN, NAMELESS).is_unknown()


def test_ranking():
    ask("ranking", policy="required").of_all(BERGEN).is_judgement("somebody must rank")
    overflow = ask("ranking", policy="on_overflow", at_most=2)
    overflow.of_all(BERGEN, BERGEN).is_yes("there is nothing to rank")
    overflow.of_all(BERGEN, BERGEN, BERGEN).is_judgement()
    ask("ranking", policy="on_overflow").of_all(BERGEN).is_unknown("how many are too many?")
    ask("ranking", policy="forbidden").of_all(BERGEN, BERGEN).is_yes("nobody need do anything")
    ask("ranking", policy="after_assessment", decided_by={"en": "the rectorate"}).of_all(
        BERGEN
    ).is_judgement()
