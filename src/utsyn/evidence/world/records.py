"""One record of OpenAlex for each work, as a line of JSON with the real names of its fields."""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from utsyn.evidence.world.awards import awards, told
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.countries import Whole, countries
from utsyn.evidence.world.identifiers import AUTHOR, ORGANISATION, orcid, ror
from utsyn.evidence.world.names import dois, person_name, printed, titles
from utsyn.evidence.world.promised import fwci, topic_number
from utsyn.evidence.world.register import KINDS
from utsyn.evidence.world.subjects import DOMAIN_OF, DOMAINS, field_name, subjects
from utsyn.evidence.world.works import LANGUAGES, TYPES, Works

HERE = "https://openalex.org/"
STRANGERS = AUTHOR + 10_000_000  # from here on authors are not of the home university


class _Parts(NamedTuple):
    """What is written again and again: organisations by place, countries, topics."""

    organisations: dict[int, str]
    codes: list[str]
    topics: list[str]


def records(of: World, seen: Works, names: list[str], *, day: date) -> Iterator[str]:
    """Walk the records of a block in the order of their numbers; each ends with a line break."""
    parts = _parts(of, seen, names)
    authorships = _authorships(of, seen, names, parts)
    counts = [_distinct(seen, seen.country), _distinct(seen, seen.organisation)]
    order = np.argsort(seen.number)
    named = awards(of, seen)
    paid = [told(number, named.get(at, [])) for at, number in enumerate(seen.number.tolist())]
    columns = zip(
        *(column.tolist() for column in (seen.number, seen.year, seen.type, seen.language, seen.journal, seen.topic, seen.cited,
                                         seen.cut, seen.retracted, seen.paratext, seen.xpac, *counts)),
        dois(seen).to_pylist(), titles(seen).to_pylist(), fwci(seen), authorships, paid, strict=True,
    )  # fmt: skip
    written = [_record(parts, row, day) for row in columns]
    for at in order.tolist():
        yield written[at]


def _record(parts: _Parts, row: tuple, day: date) -> str:  # type: ignore[type-arg]
    (number, year, kind, language, journal, topic, cited, cut, retracted, paratext, xpac, n_countries, n_organisations, doi, title,
     impact, authorships, paid) = row  # fmt: skip
    source = (
        f'{{"id":"{HERE}S{journal}","display_name":"Journal {journal % 100_000} (synthetic)","type":"journal"}}'
        if journal
        else "null"
    )
    location = f'{{"is_oa":{_yes(number % 2)},"source":{source},"version":{"null" if number % 3 else _quoted("publishedVersion")}}}'
    doi = f'"https://doi.org/{doi}"' if doi else "null"
    told, about = _quoted(title), parts.topics[topic]
    first = f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    percentile = "null" if impact is None else (
        f'{{"value":{min(0.9999, impact / (impact + 1)):.4f},"is_in_top_1_percent":{_yes(impact > 12)},"is_in_top_10_percent":{_yes(impact > 3)}}}'
    )  # fmt: skip
    # As in real records the number of organisations is not to be trusted: in a third of them it is another one.
    n_organisations += number % 3 == 0
    return (
        f'{{"id":"{HERE}W{number}","doi":{doi},"title":{told},"display_name":{told},"publication_year":{year},'
        f'"publication_date":"{first}","language":"{LANGUAGES[language]}","type":"{"paratext" if paratext else TYPES[kind]}",'
        f'"primary_location":{location},"authorships":[{authorships}],"is_authors_truncated":{_yes(cut)},'
        f'"countries_distinct_count":{n_countries},"institutions_distinct_count":{n_organisations},'
        f'"fwci":{"null" if impact is None else impact},"awards":[{paid}],"citation_normalized_percentile":{percentile},"cited_by_count":{cited},'
        f'"is_retracted":{_yes(retracted)},"is_paratext":{_yes(paratext)},"is_xpac":{_yes(xpac)},"primary_topic":{about},'
        f'"topics":[{about}],"locations_count":1,"locations":[{location}],"referenced_works_count":0,'
        f'"updated_date":"{day.isoformat()}T00:00:00","created_date":"{first}"}}\n'
    )


def _authorships(of: World, seen: Works, names: list[str], parts: _Parts) -> list[str]:
    """Return by work the list of its authorships."""
    told: list[list[str]] = [[] for _ in seen.number]
    raws = printed(of.given.register, names, seen, subjects().field[seen.topic])
    rows = list(zip(*(c.tolist() for c in (seen.work, seen.position, seen.author, seen.person, seen.organisation, seen.country)),
                    raws, strict=True))  # fmt: skip
    ends = (
        np.append(np.flatnonzero(np.diff(seen.work * 10_000 + seen.position)), len(rows) - 1).tolist()
        if rows
        else []
    )
    last = np.repeat(seen.authors, np.bincount(seen.work, minlength=len(seen.number))).tolist()
    begin = 0
    for end in ends:
        some = rows[begin : end + 1]
        told[some[0][0]].append(_authorship(of, parts, some, last[begin]))
        begin = end + 1
    return [",".join(each) for each in told]


def _authorship(of: World, parts: _Parts, rows: list[tuple], n: int) -> str:  # type: ignore[type-arg]
    _, position, author, person, *_ = rows[0]
    place = "first" if position == 1 else "last" if position == n else "middle"
    known = (
        f'"https://orcid.org/{orcid(person)}"'
        if person >= 0 and of.given.staff.with_orcid[person]
        else "null"
    )
    name = person_name(author)
    family = name.split()[-1]
    short = (
        f"{family}, {name[0]}." if author % 4 == 1 else f"{name[0]}. {family}" if author % 4 == 2 else name
    )
    matched = [one for one in dict.fromkeys(row[4] for row in rows) if one >= 0]
    lands = [f'"{parts.codes[c]}"' for c in dict.fromkeys(row[5] for row in rows) if c >= 0]
    strings = [_quoted(one[6]) for one in rows if one[6] is not None]
    links = [
        f'{{"raw_affiliation_string":{_quoted(one[6])},"institution_ids":[{_link(one[4])}]}}'
        for one in rows
        if one[6] is not None
    ]
    return (
        f'{{"author_position":"{place}","author":{{"id":"{HERE}A{author}","display_name":"{name}","orcid":{known}}},'
        f'"institutions":[{",".join(parts.organisations[one] for one in matched)}],"countries":[{",".join(lands)}],'
        f'"is_corresponding":{_yes(position == 1)},"raw_author_name":"{short}","raw_affiliation_strings":[{",".join(strings)}],'
        f'"affiliations":[{",".join(links)}]}}'
    )


def _parts(of: World, seen: Works, names: list[str]) -> _Parts:
    held, topics = of.given.register, subjects()
    codes = list(countries().codes)
    found: dict[int, str] = {}
    for at in np.unique(seen.organisation[seen.organisation >= 0]).tolist():
        above = int(held.parent[at])
        lineage = ",".join(_link(one) for one in (at, above) if one >= 0)
        found[at] = (
            f'{{"id":{_link(at)},"display_name":{_quoted(names[at])},"ror":"https://ror.org/{ror(at)}",'
            f'"country_code":"{codes[held.country[at]]}","type":"{KINDS[held.kind[at]]}","lineage":[{lineage}]}}'
        )
    each = zip(
        topic_number(np.arange(len(topics.field))).tolist(),
        topics.subfield.tolist(),
        topics.field.tolist(),
        strict=True,
    )
    return _Parts(found, codes, [_topic(*one) for one in each])


def _topic(topic: int, subfield: int, field: int) -> str:
    domain = DOMAIN_OF[field - 11]
    return (
        f'{{"id":"{HERE}T{topic}","display_name":"Topic {topic} (synthetic)","score":0.99,'
        f'"subfield":{{"id":"{HERE}subfields/{subfield}","display_name":"Subfield {subfield}"}},'
        f'"field":{{"id":"{HERE}fields/{field}","display_name":{_quoted(field_name(field))}}},'
        f'"domain":{{"id":"{HERE}domains/{domain}","display_name":"{DOMAINS[domain - 1]}"}}}}'
    )


def _distinct(seen: Works, value: Whole) -> Whole:
    known = value >= 0
    keys = np.unique(seen.work[known] * 1_000_000 + value[known])
    return np.bincount(keys // 1_000_000, minlength=len(seen.number))


def _link(organisation: int) -> str:
    return f'"{HERE}I{organisation + ORGANISATION}"' if organisation >= 0 else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _yes(value: object) -> str:
    return "true" if value else "false"
