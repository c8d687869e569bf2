"""Figures that follow from several results, on the pages where they are looked for: filling years, projects followed by publications, tiers."""

from contextlib import closing
from datetime import date
from fractions import Fraction

import pytest

from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, UNIVERSITY, work, world
from tests.web.evidence_desk import inside
from tests.web.evidence_desk import read_in_few_queries as read
from tests.web.evidenced import evidenced

__all__ = ["inside"]  # a fixture
pytestmark = pytest.mark.django_db
FOLLOWED = "/en/evidence/projects-and-publications/"
PARTNERS = "/en/evidence/partners/"


@pytest.fixture
def evidence(settings, few_recipes):
    """The figures of the synthetic world, computed."""
    evidenced(settings)


def row(recipe):
    from utsyn.web.models import Computed

    return Computed.objects.get(basis__current=True, recipe=recipe)


def made(store, *recipes):
    """Compute recipes anew on what is chosen for pages."""
    from utsyn.evidence.compute import compute
    from utsyn.evidence.engine import duckdb
    from utsyn.evidence.recipes import find
    from utsyn.web.evidence import choosing

    choice = choosing.choose(store)
    about = choosing.about(store, choice, university="", years=15)
    with closing(duckdb()) as engine:
        return list(compute(engine, store, map(find, recipes), about, vintages=choice.now))


def test_projects_followed_by_publications_have_a_page_with_what_the_command_says(evidence, client, inside, settings):  # fmt: skip
    from utsyn.evidence.joined import PROJECTS, joined
    from utsyn.evidence.partner_profiles import NEEDS
    from utsyn.evidence.snapshots import Store

    told = row("projects-and-publications")
    ((_, stated),) = joined(made(Store(settings.EVIDENCE), *NEEDS, PROJECTS))
    line = told.told["years"][0]
    assert {name: int(n) for name, n in line["parts"].items()} == {
        name: int(n) for name, n in stated.figure.parts.items()
    }
    assert told.rows == [[int(stated.figure.parts[name]) for name in told.columns]]
    page = read(client, FOLLOWED)
    for words in (
        "Joint EU projects that are followed by publications",
        f"{line['parts']['numerator']} of {line['parts']['denominator']}",
        "Synthetic.",
        "Counted by this rule: Partners with a joint EU project",
    ):
        assert words in page, words
    assert "nothing written" not in page, "partners are for who has a role here"
    within = read(inside, FOLLOWED)
    assert "Partners with a joint project and nothing written in its time" in within
    assert "Partners with most joint projects" in within
    assert "Partners with most joint projects" not in read(client, FOLLOWED)
    assert FOLLOWED in read(client, "/en/evidence/")
    assert client.get("/api/v1/evidence/projects-and-publications").json()["rows"] == told.rows
    assert "year" in client.get(f"{FOLLOWED}figures.csv").content.decode()
    assert "made of other results" in read(client, f"{FOLLOWED}sql", 404)
    assert f"{FOLLOWED}sql" not in page
    assert 'href="/en/indicators/projects-and-publications/"' in read(inside, FOLLOWED)


def test_a_partner_page_says_what_was_written_while_projects_ran(evidence, inside):
    from utsyn.web.models import Partner

    each = list(Partner.objects.filter(basis__current=True))
    of = {one.ror: one.told["funded"] for one in each if one.told["funded"]}
    assert of
    assert all(one.told["funded"] is None for one in each if not one.told["projects"])
    much = next(one for one in each if one.ror in of and of[one.ror]["works"] > 1)
    page = read(inside, f"{PARTNERS}{much.ror}/")
    assert (
        f"{of[much.ror]['works']} publications were written together in the years of joint projects" in page
    )
    assert f'href="{FOLLOWED}"' in page
    none = next((one for one in each if one.ror in of and not of[one.ror]["works"]), None)
    if none is None:  # nobody is so in this world: plant one
        none = much
        none.told["funded"]["works"] = 0
        none.save()
        of[none.ror]["works"] = 0
    page = read(inside, f"{PARTNERS}{none.ror}/")
    assert "Nothing was written together in the years of joint projects" in page
    assert "Ask those who lead the joint projects" in page
    listed = read(inside, f"{PARTNERS}?sign=unwritten").rpartition("</form>")[2]
    silent = {ror for ror, told in of.items() if not told["works"]}
    assert f"{len(silent)} partner" in listed
    assert f"{PARTNERS}{none.ror}/" in listed
    assert f"{len(of)} partner" in read(inside, f"{PARTNERS}?sign=projects")
    found = inside.get("/api/v1/evidence/partners?sign=unwritten").json()["partners"]
    assert {one["ror"] for one in found} <= silent


def test_partners_stand_in_tiers_that_do_not_touch(evidence, inside):
    from utsyn.evidence.intervals import poisson
    from utsyn.web.evidence.tiering import tiers_of

    found = tiers_of((0, 1, 2, 30, 31, 400))
    assert [found[n].number for n in (400, 31, 30, 2, 1, 0)] == [1, 2, 2, 3, 3, 3]
    for one in found:
        for other in found:
            if found[one].number < found[other].number:
                assert poisson(one).low > poisson(other).high
    assert found[31].in_("en") == "Tier 2: 30 to 31 publications"
    from utsyn.web.models import Partner

    first = Partner.objects.order_by("-recent").first()
    Partner.objects.filter(pk=first.pk).update(recent=90_000)
    page = read(inside, PARTNERS)
    assert "Tier 1: 90,000 publications" in page
    bounds = poisson(90_000)
    assert f"{int(bounds.low):,} to {int(bounds.high):,}" in page
    assert "inside one nothing is ranked" in page
    there = read(inside, f"/en/evidence/countries/{first.country}/")
    assert "Tier 1: 90,000 publications" in there


def test_one_tier_of_all_is_said_and_not_headed(evidence, inside):
    from utsyn.web.models import Partner

    Partner.objects.update(recent=7)
    page = read(inside, PARTNERS)
    assert "Tier 1" not in page
    assert "these bounds touch one another" in page


def test_what_years_will_come_to_is_learned_from_older_vintages_and_nothing_else(tmp_path):
    from utsyn.evidence.compute import compute
    from utsyn.evidence.engine import duckdb
    from utsyn.evidence.recipes import find
    from utsyn.evidence.snapshots import Store
    from utsyn.web.evidence import choosing, joining

    store = Store(tmp_path)

    def load(key, day, counts):
        each = [work(year * 100 + n, [[(HOME, "NO")]], year=year) for year, many in counts.items() for n in range(many)]  # fmt: skip
        stored(store, world(*each), key=key, day=day)

    load("then", date(2022, 9, 1), {2021: 8, 2022: 2})
    load("between", date(2024, 3, 1), {2021: 9, 2022: 1, 2023: 9})
    load("now", date(2025, 9, 1), {2021: 10, 2022: 9, 2023: 8, 2024: 6, 2025: 3})
    choice = choosing.choose(store)
    of = choosing.about(store, choice, university=UNIVERSITY, years=5)
    with closing(duckdb()) as engine:
        (now,) = compute(engine, store, [find("publications")], of, vintages=choice.now)
        found = list(joining.expects(engine, store, now, choice, of=of, kept=tmp_path / ".results"))
    assert [(one["year"], one["now"], one["value"], one["learned"]) for one in found] == [
        (2023, "8", None, []),  # nothing is kept of a year that was 32 months old
        (2024, "6", str(round(6 * Fraction(10, 8))), [2021]),  # 2021 was 20 months old in September 2022
        (2025, "3", "14", [2022]),  # 2022 had 2 at 8 months, and has 9
    ]


def test_the_page_of_publications_says_what_a_filling_year_will_come_to(evidence, client):
    from utsyn.web.evidence import written
    from utsyn.web.models import Computed

    page = read(client, "/en/evidence/publications/")
    assert "What years that are still filling will come to" in page
    assert "Not known yet: no vintage is kept" in page
    assert "There now" not in page
    kept = row("publications")
    year = kept.told["year"]
    found = [
        {"year": year, "now": "480", "value": "538", "low": "530.2", "high": "545", "learned": [2020, 2021]},
        {"year": year + 1, "now": "7", "value": None, "learned": []},
    ]
    told, head = ({**held, "expects": found} for held in (kept.told, kept.head))
    Computed.objects.filter(pk=kept.pk).update(told=told, head=head, sha256="1" * 64)
    page = read(client, "/en/evidence/publications-expected/")  # by the indicator's key too
    assert f"480 of about 538 that are expected once {year} has filled. Learned from 2 earlier years." in page
    assert "530 to 545" in page
    assert "not known yet" in page, "of the year that nothing was learned for"
    assert "2020, 2021" in page
    assert "Not known yet" not in page
    assert "expected once" not in read(client, "/en/evidence/publications/?year=2015")
    written.forget()  # the list is kept as long as its basis
    assert f"480 of about 538 that are expected once {year}" in read(client, "/en/evidence/")
    assert "still filling will come to" not in read(client, "/en/evidence/international-copublication/")
