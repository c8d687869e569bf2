"""Several sources loaded by one command: what went well is told and stays, and done again it goes on where it stopped."""

import gzip
from pathlib import Path

from tests.evidence import test_ror
from tests.evidence.openalex_records import NTNU, author, packed, work
from tests.evidence.running import utsyn


def load(store: Path, *files: Path) -> tuple[object, ...]:
    return ("load", *files, "--store", store, "--key", "later", "--on", "2026-07-01")


def test_one_source_of_several_in_which_something_is_wrong(tmp_path):
    """What was loaded before it is told and stays; mended and done again, the load goes on with it."""
    store, files = tmp_path / "store", tmp_path / "files"
    register = test_ror.dump(tmp_path / "ror.json", test_ror.record())
    part = packed(files / "part_0000.gz", [work(1, author(1, NTNU))])
    whole = part.read_bytes()
    part.write_bytes(whole[:-20])
    said = utsyn(*load(store, register, files))
    assert (said.status, "ror/later" in said.out, "openalex" in said.out) == (65, True, False)
    assert "The file ends in the middle of a record" in said.err
    part.write_bytes(whole)
    again = utsyn(*load(store, register, files))
    assert (again.status, again.err, "openalex/later" in again.out) == (0, "", True)
    utsyn(*load(store, register, files)).refused("The vintage later of ror is there already")
    part.write_bytes(whole + gzip.compress(b""))
    utsyn(*load(store, register, files)).refused("The vintage later of openalex is there already")
