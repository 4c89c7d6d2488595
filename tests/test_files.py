"""Files are kept once by their content, and handed out as what they are."""

import io
import socket
import zipfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from itertools import islice

import pytest
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable

from wgcop import files
from wgcop.stores.protocol import StoreAway
from wgcop.stores.s3 import PLACES, S3Store


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.rest)])
def database(request, tmp_path):
    """No rows are needed, only a place for files."""
    unused = {"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}"}
    if request.param == "folder":
        return unused
    return {**unused, "FILES_URL": request.getfixturevalue("s3_server").new()}


@pytest.fixture
def kept(app):
    with app.test_request_context():
        yield files.store


def test_a_store_that_hangs_holds_some_requests_and_no_more():
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        store = S3Store(f"s3+http://key:secret@127.0.0.1:{silent.getsockname()[1]}/bucket")
        with ThreadPoolExecutor(PLACES + 10) as people:
            asked = [people.submit(store.open, files.digest(b"words")) for _ in range(PLACES + 10)]
            told = []
            for first in islice(as_completed(asked, timeout=8), 10):
                with pytest.raises(StoreAway) as away:
                    first.result()
                told.append(away.value.cause)
            silent.close()
    assert told == ["Too many wait for it."] * 10


def word():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return content.getvalue()


def test_the_same_content_is_kept_once(kept):
    assert kept(b"words") == kept(b"words") == files.digest(b"words")
    assert files.read(files.digest(b"words")) == b"words"
    assert [each.name for each in files.current_store().listed()] == [files.digest(b"words")]
    with pytest.raises(FileNotFoundError):
        files.read(files.digest(b"other words"))


def sent(app, sha, **headers):
    with app.test_request_context(headers=headers):
        answer = files.answer(sha, "words.txt")
        answer.direct_passthrough = False
        with closing(answer):
            return answer.status_code, answer.get_data(), answer.headers


def test_a_download_goes_on_where_it_was_cut_off_and_is_not_sent_twice(kept, app):
    words = b"".join(b"%06d\n" % number for number in range(30_000))
    sha = kept(words)
    status, data, headers = sent(app, sha)
    assert (status, data, headers["ETag"]) == (200, words, f'"{sha}"')
    assert headers["Content-Length"] == str(len(words))
    status, data, headers = sent(app, sha, Range="bytes=140000-140013")
    assert (status, data) == (206, b"020000\n020001\n")
    assert headers["Content-Range"] == f"bytes 140000-140013/{len(words)}"
    assert sent(app, sha, Range="bytes=-7")[:2] == (206, b"029999\n")
    assert sent(app, sha, **{"If-None-Match": f'"{sha}"'})[:2] == (304, b"")
    assert b"".join(files.pieces(sha)) == words
    with pytest.raises(RequestedRangeNotSatisfiable):
        sent(app, sha, Range="bytes=900000-")
    with pytest.raises(NotFound):
        sent(app, files.digest(b"other words"))


def test_before_the_first_file_there_is_nothing_to_hold_or_to_sweep(kept, clock):
    with files.current_store().holding():
        assert files.sweep(set(), before=clock.advance(hours=1)) == 0
    assert files.sweep(set(), before=clock.advance(hours=1)) == 0


def test_only_what_nobody_needs_or_holds_and_nobody_sent_lately_is_swept_away(kept, clock):
    needed, unused = kept(b"needed"), kept(b"unused")
    assert files.sweep({needed}, before=clock.advance(minutes=-5)) == 0
    later = clock.advance(hours=1)
    with files.current_store().holding():
        assert files.sweep({needed}, before=later) == 0
    assert files.sweep({needed}, before=later) == 1
    assert files.read(needed) == b"needed"
    with pytest.raises(FileNotFoundError):
        files.read(unused)


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
