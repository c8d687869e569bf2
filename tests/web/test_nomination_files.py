"""Files of a nomination: what is taken and what is not, where it lies, who gets it, and what a crash leaves behind."""

import hashlib
import os
import re
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.nominated import world

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("UTSYN_VAR", str(tmp_path))


@pytest.fixture
def there(db):
    return world()


def said(response, status: int = 200) -> str:
    html = response.content.decode()
    assert response.status_code == status, re.sub(r"<[^>]+>", " ", html)[:2000]
    return html


def attach(
    there,
    content: bytes = PDF,
    *,
    name: str = "Contract.pdf",
    who: str = "writer",
    form: str = "f",
    kind: str = "evidence",
):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return there.signed_in(who).post(there.url("attachments/"), {"form": form, "kind": kind, "file": file})


def lying() -> list[Path]:
    from utsyn.web.nominations import storage

    return sorted(path for path in storage.folder().rglob("*") if path.is_file())


def row():
    from utsyn.web.models import Attachment

    return Attachment.objects.get(removed_at=None)


# ---- what is taken ------------------------------------------------------------------------------------------


def test_a_file_is_attached_found_on_the_page_and_given_out_byte_by_byte(there):
    assert attach(there).status_code == 303
    client = there.signed_in("coordinator")
    html = said(client.get(there.url()))
    address = re.search(r'href="([^"]+/attachments/[\w-]{43}/)"', html)[1]
    response = client.get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="Contract.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "There is evidence that the grant runs" in html
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_it_lies_under_its_hash_and_its_link_readable_by_nobody_else(there):
    attach(there)
    [path] = lying()
    kept, digest = row(), hashlib.sha256(PDF).hexdigest()
    assert path.name == f"{digest}.{kept.link}"
    assert path.parent.name == digest[:2]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("Contract.pdf", b"MZ\x90\x00" + b"\0" * 100, "This is a program under another name"),
        ("Contract.pdf", b"\x7fELF" + b"\0" * 100, "This is a program under another name"),
        ("Contract.pdf", b"Dear all", "is none inside"),
        ("Contract.exe", PDF, "Files of this kind are not taken"),
        ("Contract.exe.pdf", PDF, "ending of a program"),
        ("Contract.pdf", b"", "The file is empty"),
    ],
)
def test_what_is_not_what_it_is_called_is_refused_on_the_page_and_leaves_nothing(there, name, content, says):
    html = said(attach(there, content, name=name), 422)
    assert says in html
    assert "Breath and cold" in html
    assert 'value="evidence" selected' in html, "what it is need not be chosen again"
    assert lying() == []


def test_a_form_without_a_file_or_without_its_kind_says_so(there):
    client = there.signed_in("writer")
    assert "No file came with the form" in said(
        client.post(there.url("attachments/"), {"form": "1", "kind": "cv"}), 422
    )
    assert "It is not told what the file is" in said(attach(there, form="2", kind=""), 422)
    assert lying() == []


def test_a_double_click_attaches_once(there):
    assert [attach(there).status_code for _ in range(2)] == [303, 303]
    assert row().size == len(PDF)
    assert len(lying()) == 1


def test_the_very_same_file_twice_is_one(there):
    attach(there)
    assert "The very same file is attached already" in said(attach(there, form="2"), 422)
    assert len(lying()) == 1


def test_a_file_within_the_terms_is_taken_though_it_is_larger_than_any_form(there):
    assert attach(there, PDF + b"\n" * 3_000_000).status_code == 303
    assert row().size > 3_000_000


def test_a_file_beyond_the_terms_is_refused_in_words(there):
    from utsyn.web.rounds.models import Round

    Round.objects.update(terms={**there.round.terms, "largest_attachment": 2_000_000})
    html = said(attach(there, PDF + b"\n" * 2_500_000), 413)
    assert "The file takes 3 MB; at most 2 MB is taken" in html
    assert "Breath and cold" in html, "the page is still there"
    assert "The file has 2,050," in said(attach(there, PDF + b"\n" * 2_050_000, form="2"), 422), (
        "just above: by its own size"
    )
    assert lying() == []


def test_other_forms_are_not_read_beyond_their_limit(there):
    response = there.signed_in("writer").post(there.url("comments/"), {"text": "x" * 1_100_000})
    assert response.status_code == 413


# ---- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "colleague", "leadership", "administrator", "assessor"])
def test_a_link_opens_nothing_to_who_may_not_see_the_nomination(there, who):
    attach(there)
    assert there.signed_in(who).get(there.url(f"attachments/{row().link}/")).status_code == 404
    assert attach(there, who=who, form="x").status_code == 404


def test_a_link_opens_nothing_under_another_nomination_or_to_who_is_signed_out(there):
    attach(there)
    address = there.url(f"attachments/{row().link}/")
    assert there.signed_in("office").get(address.replace("/1/", "/2/")).status_code == 404
    assert Client().get(address).status_code == 302
    assert Client().post(there.url("attachments/"), {"kind": "cv"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), [("office", 303), ("coordinator", 303), ("department", 403), ("auditor", 403)]
)
def test_writers_the_faculty_and_the_office_attach(there, who, status):
    assert attach(there, who=who).status_code == status


def test_a_form_from_another_site_attaches_nothing(there):
    strict = there.signed_in("writer", enforce_csrf_checks=True)
    file = SimpleUploadedFile("c.pdf", PDF)
    html = said(strict.post(there.url("attachments/"), {"kind": "cv", "file": file}), 403)
    assert "Files cannot be kept: you will be asked to choose them again." in html
    assert lying() == []


def test_a_removed_file_is_gone_for_all_and_a_second_click_is_no_fault(there):
    attach(there)
    link, client = row().link, there.signed_in("writer")
    for _ in range(2):
        assert client.post(there.url(f"attachments/{link}/remove/"), {"form": "r"}).status_code == 303
    assert client.get(there.url(f"attachments/{link}/")).status_code == 404
    assert "No files yet" in said(client.get(there.url()))


def test_once_nominated_only_the_office_attaches(there):
    there.signed_in("coordinator").post(there.url("deeds/nominate/"), {"form": "n"})
    assert "settled once it is nominated" in said(attach(there), 422)
    assert attach(there, who="office", form="o").status_code == 303


# ---- crashes ------------------------------------------------------------------------------------------------


def test_a_row_whose_file_is_gone_is_said_in_words(there):
    attach(there)
    lying()[0].unlink()
    assert "The file is not where it should be" in said(
        there.signed_in("writer").get(there.url(f"attachments/{row().link}/")), 400
    )


def test_a_file_is_on_the_disk_before_its_row_is(there, monkeypatch):
    from utsyn.web.rounds.actions import supporting

    made, there_first = supporting.attach, []

    def looked(*args, **told):
        there_first.append([path.name for path in lying()])
        return made(*args, **told)

    monkeypatch.setattr(supporting, "attach", looked)
    attach(there)
    assert there_first == [[path.name for path in lying()]]


def test_what_a_crash_left_behind_is_swept_a_day_later_and_nothing_else(there):
    from utsyn.web.nominations import actions, storage

    attach(there)
    orphan = storage.put(BytesIO(b"nobody's"))
    (storage.folder() / "cut-off.part").write_bytes(b"half")
    assert actions.sweep(at=timezone.now()) == 0, "it may belong to a row that is just being written"
    old = time.time() - 100_000
    for path in lying():
        os.utime(path, (old, old))
    assert actions.sweep(at=timezone.now()) == 2
    assert lying() == [storage.place(row().sha256, row().link)]
    assert not storage.place(orphan.sha256, orphan.link).exists()
    assert actions.sweep(at=timezone.now() + timedelta(days=30)) == 0


def test_a_process_killed_in_the_middle_of_a_file_leaves_no_half_file_under_a_name(there):
    import subprocess
    import sys

    program = """
import os, sys
sys.path.insert(0, "src")
from utsyn.web.nominations import storage
class Dying:
    def __init__(self): self.left = 3
    def read(self, n):
        self.left -= 1
        if not self.left: os.kill(os.getpid(), 9)
        return b"x" * n
import django
storage.put(Dying(), link="a-link")
"""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "utsyn.web.settings"}
    setup = "import django; django.setup()\n"
    dead = subprocess.run([sys.executable, "-c", setup + program], env=env, check=False)
    assert dead.returncode == -9
    assert [path.name for path in lying()] == ["a-link.part"]
