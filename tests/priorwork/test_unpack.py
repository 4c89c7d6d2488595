import io
import zipfile

import pytest

from wgcop.errors import Invalid
from wgcop.priorwork.imports import unpack as unpacking
from wgcop.priorwork.imports.unpack import unpack


@pytest.fixture(autouse=True)
def _words(app):
    with app.app_context():
        yield


@pytest.fixture
def database(tmp_path):
    return {"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}"}


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_a_zip_is_unpacked_without_system_files():
    content = packed(
        **{
            "papers/a.txt": "A",
            "papers/sub/b.txt": "B",
            "papers/.DS_Store": "x",
            "__MACOSX/papers/._a.txt": "x",
        }
    )
    assert [(one.name, one.content) for one in unpack([("papers.zip", content)])] == [
        ("a.txt", b"A"),
        ("sub/b.txt", b"B"),
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.txt", "a/../../b"])
def test_a_path_that_leads_out_of_the_folder_fails_alone(name):
    files = unpack([("a.zip", packed(**{name: "x", "good.txt": "y"}))])
    assert [(bool(one.failure), one.content) for one in files] == [(True, b""), (False, b"y")]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt", "a"])
def test_a_word_document_is_not_unpacked(name):
    content = packed(**{"word/document.xml": "<x/>"})
    [one] = unpack([(name, content)])
    assert one.content == content


def test_reading_is_limited_whatever_sizes_the_zip_declares(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 1000)
    files = unpack([("bomb.zip", packed(**{"bomb.txt": "0" * 10_000_000, "good.txt": "y"}))])
    assert [(one.name, bool(one.failure)) for one in files] == [
        ("bomb.txt", True),
        ("good.txt", False),
    ]


def test_too_many_or_too_large_files_are_refused_before_anything_is_stored(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    with pytest.raises(Invalid, match="files"):
        unpack([("a.zip", packed(**{f"{n}.txt": "x" for n in range(4)}))])
    monkeypatch.setattr(unpacking, "LARGEST_IN_ALL", 10)
    with pytest.raises(Invalid, match="200 MB"):
        unpack([("a.txt", b"x" * 11)])


def test_a_zip_of_very_many_entries_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 3)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(Invalid, match="files"):
        unpack([("a.zip", b"PK\x03\x04" + b"PK\x01\x02" * 4)])


def test_characters_that_disguise_a_name_are_removed():
    [one] = unpack([("a.zip", packed(**{"ann\u202etxt.exe\x07": "x"}))])
    assert one.name == "anntxt.exe"


def test_a_zip_in_a_zip_and_a_damaged_zip_are_reported():
    files = unpack(
        [
            ("a.zip", packed(**{"inner.zip": packed(**{"a.txt": "x"})})),
            ("b.zip", b"PK\x03\x04 no more"),
        ]
    )
    assert all(one.failure for one in files)
    assert len(files) == 2


def test_a_file_with_a_password_is_reported():
    content = bytearray(packed(**{"a.txt": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    [one] = unpack([("a.zip", bytes(content))])
    assert "password" in str(one.failure)


def test_two_files_with_the_same_path_are_not_confused():
    files = unpack([("a.txt", b"1"), ("a.txt", b"2"), ("a.txt", b"3"), ("a.txt (2)", b"4")])
    assert [bool(one.failure) for one in files] == [False, True, True, False]
