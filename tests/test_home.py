"""The documents at hand: the institution's own laid over those shipped, in the order of their paths, and what tells that one has changed."""

from pathlib import Path

import pytest

from utsyn import home


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for root, names in (
        (own, ("b.yaml", "new.yaml")),
        (shipped, ("a/z.yaml", "a-b/c.yaml", "a.yaml", "b.yaml", "a/x.cases.yaml", "a/x.txt")),
    ):
        for name in names:
            (root / "plans" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "plans" / name).write_text(str(root), "utf-8")
    monkeypatch.setenv("UTSYN_HOME", str(own))
    monkeypatch.setattr(home, "SHIPPED", shipped)
    return own / "plans", shipped / "plans"


def test_own_documents_replace_those_shipped_and_all_stand_in_the_order_of_paths(folders: tuple[Path, Path]):
    own, shipped = folders
    assert list(home.documents("plans")) == [
        *(own / name for name in ("b.yaml", "new.yaml")),
        *sorted(shipped / name for name in ("a/z.yaml", "a-b/c.yaml", "a.yaml")),
    ]


def test_a_document_that_was_written_anew_is_told_from_what_lay_there(folders: tuple[Path, Path]):
    before = list(home.stamps("plans"))
    assert before == list(home.stamps("plans"))
    (folders[1] / "a.yaml").write_text("longer than it was before, by far: " * 9, "utf-8")
    assert [one for one, other in zip(before, home.stamps("plans"), strict=True) if one != other] == [
        one for one in before if one[0] == str(folders[1] / "a.yaml")
    ]
