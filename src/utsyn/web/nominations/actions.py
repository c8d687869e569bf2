"""Taking in a file for a nomination, and sweeping away files that no nomination holds."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from utsyn.web.log import Person
from utsyn.web.nominations import storage
from utsyn.web.papers.attachments import accepted
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import supporting
from utsyn.web.rounds.models import Attachment, Nomination

GRACE = timedelta(days=1)


def attach(
    row: Nomination,
    file: "UploadedFile[Any]",
    *,
    kind: str,
    by: Person,
    at: datetime,
    form: str | None = None,
) -> Attachment:
    """Check a file by its bytes, store it, and let it go with a nomination: the file is there before its row is.

    Raises Problems, NotYoursError. Where the row is refused, the file goes again; where the program is stopped in
    between, `sweep` finds it.
    """
    name, declared = str(file.name or ""), str(file.content_type or "")
    taken = accepted(name, declared=declared, content=file, largest=facts.terms(row.round).largest_attachment)
    stored = storage.put(file)
    try:
        return supporting.attach(
            row, kind=kind, name=taken.name[:200], media_type=taken.kind.media_type, size=stored.size,
            sha256=stored.sha256, link=stored.link, by=by, at=at, form=form,
        )  # fmt: skip
    except BaseException:
        storage.take_away(stored.sha256, stored.link)
        raise


def sweep(*, at: datetime) -> int:
    """Take away the files that no nomination holds and that are a day old; return how many."""
    known = frozenset(Attachment.objects.values_list("sha256", "link"))
    return storage.sweep(known, before=at - GRACE)
