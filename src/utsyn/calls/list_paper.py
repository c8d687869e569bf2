"""The list to the funder as a paper to read: a table of applications, and what stays in the house below it."""

from collections.abc import Iterator

from utsyn.blocks import Block, Facts, Heading, Para, Said, Table
from utsyn.calls.list_columns import COLUMNS, facts, known, word
from utsyn.calls.lists import FunderList, ListPartner, ListRow, total
from utsyn.text import Listed, Money, say

WIDTHS = (0.6, 2.6, 3.0, 2.2, 2.4, 3.4, 2.3)


def title_of(listed: FunderList) -> Said:
    """Name the list."""
    if listed.variant == "internal":
        return say("Approved applications, with internal notes: {round}", round=listed.round_title)
    return say("Approved applications: {round}", round=listed.round_title)


def list_paper(listed: FunderList) -> tuple[Block, ...]:
    """Return the blocks of the list, most of all a table with one application a row."""
    rows = tuple(_row(row, listed.language) for row in listed.rows)
    if not rows:
        return (Facts(facts(listed)), Para(say("No applications are approved.")))
    table = Table(header(), rows, widths=WIDTHS, figures=frozenset({0, 6}))
    return (Facts(facts(listed)), table, *_sums(listed), *_internal(listed))


def header() -> tuple[Said, ...]:
    """Name the columns of the printed table: fewer and wider than a workbook's."""
    return (say("No."), say("Title"), say("Theme"), say("Link to the qualifying grant"),
            say("Applicant"), say("Main partners"), say("Amount sought"))  # fmt: skip


def _row(row: ListRow, language: str) -> tuple[object, ...]:
    partners = "\n\n".join(partner_line(p, language) for p in row.partners or ())
    return (row.number, word(row.title, language), word(row.theme, language), word(row.link_to_grant, language),
            people(row, language), partners or word(row.partners, language), money(row, language))  # fmt: skip


def people(row: ListRow, language: str) -> str:
    """Say who applies, with whom inside the house, and from which department."""
    told = [word(row.applicant, language), word(row.department, language)]
    if row.internal_partners:
        told.insert(1, say("With {names}", names=row.internal_partners).in_(language))
    return "\n".join(told)


def partner_line(partner: ListPartner, language: str) -> str:
    """Say all that is known of a partner, and what is not, in a few lines."""
    name = word(partner.institution, language)
    told = [f"{word(partner.country_in(language), language)}: {name}"]
    details = (
        (say("unit"), partner.unit),
        (say("local leader"), partner.local_leader),
        (say("researchers"), partner.researchers),
    )
    told += [f"{label.in_(language)}: {value}" for label, value in details if value]
    missing = tuple(label for label, value in details if not value)
    told += [say("not known: {what}", what=Listed(missing)).in_(language)] if missing else []
    return "\n".join(told)


def money(row: ListRow, language: str) -> str:
    """Say what is sought and, below it, what the institution pays itself."""
    sought, own = (
        Money(amount, row.currency or "").in_(language).strip()
        if amount is not None
        else word(None, language)
        for amount in (row.amount, row.own_contribution)
    )
    beside = say("own: {amount}", amount=own).in_(
        language
    )  # not inside the f-string, where no catalogue would find it
    return f"{sought}\n{beside}"


def _sums(listed: FunderList) -> Iterator[Block]:
    """Add up what is known, currency by currency, and say how much is not."""
    for currency, amount in sorted(total(listed.rows).items()):
        yield Para(say("Sum of the amounts that are known: {sum}", sum=Money(amount, currency)))
    unknown = sum(row.amount is None or not row.currency for row in listed.rows)
    if unknown:
        yield Para(say("Applications whose amount or currency is not known: {n}", n=unknown))


def _internal(listed: FunderList) -> Iterator[Block]:
    if listed.variant != "internal":
        return
    yield Heading(say("Internal notes"))
    kept = [column for column in COLUMNS if not column.to_funder]
    for row in listed.rows:
        title = row.title if known(row.title) else say("not known")
        yield Heading(say("{number}. {title}", number=row.number, title=title), 2)
        yield Facts(tuple((c.label, word(c.value(row, listed.language), listed.language)) for c in kept))
