"""The form of a nomination: what the institution asks, the people, what the call asks, and the rest; nothing required."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from utsyn.calls.proposal import MOST, Key, fact
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.problems import Problem, Unfit
from utsyn.text import Words, say
from utsyn.web.calls.forms import Laid, Read, Sections, laid_out, read_as, reshaped, sections, wanted
from utsyn.web.forms import Field as Shown
from utsyn.web.forms import Wanted
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Mentioned, Round
from utsyn.web.typed import Post

Part = Mentioned.Part
PARTS: Mapping[str, Words] = {
    Part.APPLICANT: say("Applicant"),
    Part.INTERNAL: say("Partner inside the university"),
    Part.LOCAL_LEADER: say("Local leader at a partner"),
    Part.RESEARCHER: say("Researcher at a partner"),
    Part.KEY_PERSON: say("Key person"),
}
ASKED = ("name", "country", "unit")  # what the institution wants to know of each main partner


def _with_an_at(written: str) -> str:
    before, _at, after = written.partition("@")
    if not before or "." not in after or any(sign.isspace() for sign in written):
        raise Unfit(say("Write an e-mail address, such as kari@example.org"))
    return written


class Named(BaseModel):
    """A person as she is named in the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    part: Literal["applicant", "internal partner", "local leader", "researcher", "key person"] | None = fact(
        say("Part in the project")
    )
    name: Annotated[str, Field(max_length=200)] | None = fact(say("Full name"))
    email: Annotated[str, Field(max_length=254), AfterValidator(_with_an_at)] | None = fact(say("E-mail"))
    organisation: Annotated[str, Field(max_length=300)] | None = fact(say("Organisation"))
    key: Key | None = fact(
        say("Key"), say("The pseudonymous key that stands for this person among the facts, such as P1")
    )


class People(BaseModel):
    """The people of a nomination. They are kept apart from its facts, so that they can be forgotten."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    people: tuple[Named, ...] | None = fact(say("People"), max_length=MOST)


class Draft(NamedTuple):
    """What was typed: the facts and the people, each as far as they can be read."""

    told: Read[Told]
    people: Read[People]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that cannot be used as it was typed."""
        return (*self.told.problems, *self.people.problems, *self._unnamed())

    def _unnamed(self) -> tuple[Problem, ...]:
        """Say who lacks a name, or a part in the project: neither is guessed, and nobody is left out in silence."""
        found = []
        for n, one in enumerate((self.people.proposal and self.people.proposal.people) or ()):
            if not one.name:
                found.append(Problem(say("A person has no name"), say("Write the name, or remove the person"), ("people", n, "name")))  # fmt: skip
            if not one.part:
                mend = say("Choose the part")
                found.append(Problem(say("It is not told what part she has"), mend, ("people", n, "part")))
        return tuple(found)

    def named(self) -> list[dict[str, str]]:
        """Return the people as `save` takes them."""
        people = (self.people.proposal and self.people.proposal.people) or ()
        return [{name: value or "" for name, value in one.model_dump().items()} for one in people]


class Page(NamedTuple):
    """The form as the page shows it: the sections of the facts, the people, and all that is wrong with its place."""

    facts: Laid
    people: Shown
    wrong: Sequence[tuple[str, str]]


def draft(post: Post) -> Draft:
    """Read the form that was sent."""
    return Draft(read_as(post, Told), read_as(post, People))


def redrawn(post: Post, do: str) -> Draft:
    """Return what was typed with a row more or less, as the button pressed says; nothing is judged yet."""
    return Draft(Read(reshaped(post, do, Told), None, ()), Read(reshaped(post, do, People), None, ()))


def kept(told: Mapping[str, Any], people: Sequence[Mentioned]) -> Draft:
    """Return a nomination as its rows keep it, to be shown in the form."""
    rows = [{name: getattr(one, name) for name in Named.model_fields} for one in people]
    return Draft(Read(told, None, ()), Read({"people": rows or None}, None, ()))


def page(round_: Round, made: Draft, *, on: Any, language: str) -> Page:
    """Lay the form out in a language; `on` is the day as of which the call asks."""
    problems = made.problems
    of_people = [problem for problem in problems if problem.path[:1] == ("people",)]
    of_facts = [problem for problem in problems if problem not in of_people]
    asked = asked_for(round_, on=on)
    told = laid_out(Told, made.told.raw, of_facts, asked=asked, language=language, own=own_sections())
    people = laid_out(
        People, made.people.raw, of_people, asked=_of_people(made), language=language, own=_people_section()
    )
    # a nomination without people cannot be handed in, so nobody is asked to say that there are none
    rows = people.first[0].fields[0]._replace(sort="years")
    return Page(told, rows, [*told.wrong, *people.wrong])


def asked_for(round_: Round, *, on: Any) -> Wanted:
    """Tell what the call asks for as it stands, and of each partner what the institution asks for."""
    found = wanted(facts.entry(round_).call, on=on)
    ours = {f"partners.{name}": found.facts.get(f"partners.{name}", ()) for name in ASKED}
    return found._replace(facts={**ours, **found.facts})


def own_sections() -> Sections:
    """Return the headings under which the institution's own questions stand, each with its facts."""
    return [
        (
            _("What the institution asks"),
            ("title", "theme", "link_to_grant", "evidence_of_grant", "partners"),
        ),
        (
            _("Money and own contribution"),
            (
                "currency",
                "amount",
                "amounts_by_year",
                "own_contribution",
                "own_contribution_from",
                "own_contribution_agreed",
                "budget",
                "overhead",
                "economist_involved",
                "numbers",
            ),
        ),
        (
            _("Risk and conflicts of interest"),
            ("risk", "export_control", "export_control_note", "conflicts"),
        ),
    ]


def _people_section() -> Sections:
    return [(_("People"), ("people",))]


def all_sections() -> Sections:
    """Return every heading with its facts: the institution's, then the call's."""
    return [*own_sections(), *sections()]


def _of_people(made: Draft) -> Wanted:
    """Tell how the people are asked for: a first blank row, the partners' names to choose from."""
    partners = made.told.raw.get("partners") or ()
    names = [str(one.get("name") or "") for one in partners if isinstance(one, Mapping)]
    asked = {f"people.{name}": () for name in Named.model_fields if name != "key"}
    return Wanted(
        asked,
        {"people.part": list(PARTS.items())},
        {"people.organisation": [name for name in dict.fromkeys(names) if name]},
        frozenset({"people"}),
    )
