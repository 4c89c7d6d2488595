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


def test_a_zip_is_its_files_without_what_the_machine_puts_in():
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
def test_a_path_that_leads_out_is_refused_alone(name):
    found = unpack([("a.zip", packed(**{name: "x", "good.txt": "y"}))])
    assert [(bool(one.failure), one.content) for one in found] == [(True, b""), (False, b"y")]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt", "a"])
def test_a_document_of_an_office_program_is_not_taken_apart(name):
    content = packed(**{"word/document.xml": "<x/>"})
    [one] = unpack([(name, content)])
    assert one.content == content


def test_no_more_is_read_than_is_taken_whatever_the_zip_says(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 1000)
    found = unpack([("bomb.zip", packed(**{"bomb.txt": "0" * 10_000_000, "good.txt": "y"}))])
    assert [(one.name, bool(one.failure)) for one in found] == [
        ("bomb.txt", True),
        ("good.txt", False),
    ]


def test_too_many_files_or_too_much_is_refused_before_anything_is_kept(monkeypatch):
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


def test_a_name_that_reads_otherwise_than_it_is_becomes_what_it_is():
    [one] = unpack([("a.zip", packed(**{"ann\u202etxt.exe\x07": "x"}))])
    assert one.name == "anntxt.exe"


def test_a_zip_in_a_zip_and_a_damaged_one_say_so():
    found = unpack(
        [
            ("a.zip", packed(**{"inner.zip": packed(**{"a.txt": "x"})})),
            ("b.zip", b"PK\x03\x04 no more"),
        ]
    )
    assert all(one.failure for one in found)
    assert len(found) == 2


def test_a_locked_file_says_so():
    content = bytearray(packed(**{"a.txt": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    [one] = unpack([("a.zip", bytes(content))])
    assert "password" in str(one.failure)


def test_two_files_of_one_path_are_not_taken_for_one():
    found = unpack([("a.txt", b"1"), ("a.txt", b"2")])
    assert [bool(one.failure) for one in found] == [False, True]
