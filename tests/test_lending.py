"""A folder is lent again as it was, whatever somebody did in it."""

import os
from mmap import mmap

import pytest

from tests.lending import Lent

WAYS = {
    "written": lambda at: (at / "files/aa/one").write_text("ONE"),
    "written, and its time set back": lambda at: [
        (at / "files/aa/one").write_text("ONE"),
        os.utime(at / "files/aa/one", (0, 0)),
    ],
    "added": lambda at: (at / "files/new").write_text("new"),
    "a folder added": lambda at: (at / "more/deep").mkdir(parents=True),
    "taken away": lambda at: (at / "files/aa/one").unlink(),
    "a folder taken away": lambda at: [(at / "files/aa/one").unlink(), (at / "files/aa").rmdir()],
    "replaced by a folder": lambda at: [(at / "data.db").unlink(), (at / "data.db").mkdir()],
    "replaced by a link": lambda at: [
        (at / "data.db").unlink(),
        (at / "data.db").symlink_to("/etc"),
    ],
    "moved": lambda at: (at / "data.db").rename(at / "elsewhere.db"),
    "closed to writing": lambda at: (at / "data.db").chmod(0o400),
    "a folder closed": lambda at: (at / "files").chmod(0o500),
    "nothing": lambda at: None,
}


@pytest.fixture
def source(tmp_path):
    (tmp_path / "source/files/aa").mkdir(parents=True)
    (tmp_path / "source/files/aa/one").write_text("one")
    (tmp_path / "source/data.db").write_text("rows")
    return tmp_path / "source"


def content(folder):
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.read_text() if path.is_file() else "",
        )
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_folder_is_lent_again_as_it_was(tmp_path, source, way):
    lent, place = Lent(source, tmp_path / "kept"), tmp_path / "var"
    before = content(source)
    for _ in range(2):
        with lent.at(place):
            assert content(place) == before
            way(place)
    assert not place.exists()
    with lent.at(place):
        assert content(place) == before
    assert content(source) == before


def test_a_file_that_was_mapped_into_memory_is_as_it_was(tmp_path, source):
    lent, place = Lent(source, tmp_path / "kept", {"data.db"}), tmp_path / "var"
    with lent.at(place), (place / "data.db").open("r+b") as file, mmap(file.fileno(), 0) as mapped:
        mapped[:] = b"ROWS"
    with lent.at(place):
        assert (place / "data.db").read_text() == "rows"


def test_what_did_not_change_is_not_copied(tmp_path, source):
    lent, place = Lent(source, tmp_path / "kept"), tmp_path / "var"
    with lent.at(place):
        first = (place / "data.db").stat().st_ino
        (place / "files/aa/one").unlink()
    with lent.at(place):
        assert (place / "data.db").stat().st_ino == first
