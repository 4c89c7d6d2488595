"""Files are kept once by their content, and handed out as what they are."""

import io
import zipfile

import pytest

from wgcop import files


@pytest.fixture
def kept(app):
    with app.test_request_context():
        yield files.store


@pytest.fixture
def database(tmp_path):
    return {"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}"}


def word():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return content.getvalue()


def test_the_same_content_is_kept_once(kept, tmp_path):
    assert kept(b"words") == kept(b"words") == files.digest(b"words")
    assert files.read(files.digest(b"words")) == b"words"
    assert len([file for file in (tmp_path / "files").rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (word(), files.DOCX),
        (b"PK\x03\x04 no word document", "application/zip"),
        (b"  <!DOCTYPE html><script>alert(1)</script>", "text/html; charset=utf-8"),
        ("Été".encode(), "text/plain; charset=utf-8"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_a_file_is_what_it_begins_with_whatever_it_is_called(kept, content, kind):
    answer = files.answer(kept(content), "report.exe")
    answer.direct_passthrough = False
    assert answer.content_type == kind
    assert answer.headers["Content-Disposition"] == "attachment; filename=report.exe"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


def test_the_name_of_a_file_leads_to_no_folder_and_adds_no_header(kept):
    answer = files.answer(kept(b"words"), "../../évaluation\r\nSet-Cookie: x.txt")
    header = answer.headers["Content-Disposition"]
    assert "\n" not in header
    assert "/.." not in header
    assert header.startswith("attachment")
    answer.close()
