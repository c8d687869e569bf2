"""Fetch OpenAlex: the parts that the manifest lists, or page by page all works of one institution, long lists of authors singly."""

import json
from collections.abc import Mapping
from typing import Any

from utsyn.evidence.fetching import Fetch, Page
from utsyn.evidence.sources.openalex import home_ids
from utsyn.evidence.sources.openalex_files import entries
from utsyn.evidence.sources.openalex_shape import UNASKED, WORK
from utsyn.problems import Problem, Problems
from utsyn.text import say

API = "https://api.openalex.org"
BUCKET = "https://openalex.s3.amazonaws.com"
S3 = "s3://openalex"
KEY = "UTSYN_OPENALEX_KEY"
PAGE = 100  # records; the most that a list call gives
CAP = 100  # authors; a list call gives no more of them
ENTITIES = ("works", "institutions")


def pull(into: Fetch, asked: Mapping[str, str]) -> None:
    """Fetch all works of an institution and what lies below it, as the API gives them by default: without the expansion corpus.

    Works on which the institution stands beyond the hundredth author cannot be found this way; the snapshot has them.
    """
    homes = home_ids(asked["institution"])
    if len(homes) != 1:
        what = say("“{written}” cannot be used", written=asked["institution"][:80])
        raise Problems(
            Problem(what, say("Name one institution; of several each is fetched by itself"), ("institution",))
        )
    [home] = homes
    number = home.rpartition("/")[2]
    told = f"authorships.institutions.lineage:{number}"
    if since := asked.get("since"):
        told += f",from_publication_date:{since}-01-01"
    api = asked.get("api", API)
    columns = ",".join(name for name in WORK if name not in UNASKED)
    secret = {"api_key": key} if (key := into.asker.key(KEY)) else {}
    parameters = {"filter": told, "select": columns, "per_page": str(PAGE)}

    def ask(cursor: str) -> Page:
        answer = into.asker.json(f"{api}/works", parameters={**parameters, "cursor": cursor}, secret=secret)
        records, meta = _page(answer, f"{api}/works")
        whole = [_whole(into, record, api=api, columns=columns, secret=secret) for record in records]
        return Page(whole, meta.get("next_cursor") if records else None, meta.get("count"))

    into.pages(ask, url=f"{api}/works?filter={told}&select={columns}", name=f"works-{number}.jsonl.gz")


def snapshot(into: Fetch, asked: Mapping[str, str]) -> None:
    """Fetch the parts that the manifests list, and what was deleted. Raises Problems where a new release came meanwhile."""
    form, bucket = asked.get("form", "parquet"), asked.get("bucket", BUCKET)
    if form not in ("jsonl", "parquet"):
        raise Problems(
            Problem(
                say("“{written}” cannot be used", written=form),
                say("Choose one of: {names}", names="jsonl, parquet"),
            )
        )
    place = f"{bucket}/data/{form}"
    for entity in ENTITIES:
        url = f"{place}/{entity}/manifest.json"
        into.file(url, name=f"{entity}/manifest.json")
        manifest = into.folder / entity / "manifest.json"
        _unchanged(into, url)
        for part, (size, _) in entries(manifest).items():
            name = part.partition(f"data/{form}/")[2]
            into.file(part.replace(S3, bucket), name=name, size=size)
        _unchanged(into, url)
    if _exists(into, f"{place}/works/deleted_ids.csv"):
        into.file(f"{place}/works/deleted_ids.csv", name="works/deleted_ids.csv")


def _unchanged(into: Fetch, url: str) -> None:
    kept = (into.folder / url.rsplit("/", 2)[1] / "manifest.json").read_bytes()
    if into.asker.body(url) != kept:
        what = say("OpenAlex has published another release since this fetch began")
        raise Problems(Problem(what, say("Fetch it anew into another folder"), file=url))


def _exists(into: Fetch, url: str) -> bool:
    """Tell whether a file is there: the list of deleted works came late, and a release may lack it."""

    def once() -> bool:
        with into.asker.open(url, also=(403, 404)) as answer:
            return answer.is_success

    return into.asker.patiently(once, url=url)


def _page(answer: Any, url: str) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    try:
        return list(answer["results"]), dict(answer["meta"])
    except (KeyError, TypeError) as error:
        what = say("The answer has no results: {start}", start=json.dumps(answer)[:60])
        raise Problems(Problem(what, say("Look at the address in a browser"), file=url)) from error


def _whole(
    into: Fetch, record: dict[str, Any], *, api: str, columns: str, secret: Mapping[str, str]
) -> dict[str, Any]:
    """Return a work with all its authors, fetched singly where the list is or may be cut; what is gone by then stays as it was."""
    if not record.get("is_authors_truncated") and len(record.get("authorships") or ()) < CAP:
        return record
    url = f"{api}/works/{str(record['id']).rpartition('/')[2]}"

    def once() -> dict[str, Any] | None:
        with into.asker.open(url, parameters={"select": columns}, secret=secret, also=(404,)) as answer:
            told = answer.read()
            return json.loads(told) if answer.is_success else None

    return into.asker.patiently(once, url=url) or {**record, "is_authors_truncated": True}
