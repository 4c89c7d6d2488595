"""Hostile and damaged Word files end with a sentence: no traceback, no file outside its place, bounded time and memory."""

import io
import random
import resource
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.databases import IS_LONG
from tests.reading.papers.files import SPACES, p, with_parts, word
from wgcop.reading import Unreadable
from wgcop.reading.papers import read_paper
from wgcop.reading.papers.package import LARGEST_INFLATED
from wgcop.reading.sandbox import paper_in_sandbox

takes_minutes = pytest.mark.skipif(not IS_LONG, reason="takes minutes: make test-long runs it")


GOOD = word(
    p("Some words.")
    + f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>{p('cell')}</w:tc></w:tr></w:tbl>"
)
TYPES = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml")


def document(xml: str) -> bytes:
    return with_parts(GOOD, {"word/document.xml": xml.encode()})


def bomb(levels: int) -> str:
    tenfold = [f"&e{n};" * 10 for n in range(levels - 1)]
    entities = "".join(f'<!ENTITY e{n} "{each}">' for n, each in enumerate(tenfold, start=1))
    return (
        f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY e0 "boom">{entities}]>'
        f"<w:document {SPACES}><w:body>{p(f'&e{levels - 1};')}</w:body></w:document>"
    )


def external(target: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "{target}">]>'
        f"<w:document {SPACES}><w:body>{p('&x;')}</w:body></w:document>"
    )


def huge_part() -> bytes:
    return with_parts(GOOD, {"word/huge.xml": b" " * (LARGEST_INFLATED + 1)})


def lying_size() -> bytes:
    """Declares a part to be small, and packs a large one."""
    data = bytearray(with_parts(GOOD, {"word/document.xml": b"<a>" + b"x" * 2_000_000 + b"</a>"}))
    size = struct.pack("<I", 2_000_007)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
    return bytes(data)


def deep(levels: int) -> str:
    open_, close = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return f"<w:document {SPACES}><w:body>{open_ * levels}{p('deep')}{close * levels}</w:body></w:document>"


HOSTILE = {
    "entities": document(bomb(9)),
    "an entity from a file": document(external("file:///etc/passwd")),
    "an entity from the network": document(external("http://127.0.0.1:9/x")),
    "a part too large": huge_part(),
    "a size that lies": lying_size(),
    "many parts": with_parts(GOOD, {f"word/p{n}.xml": b"x" for n in range(4_000)}),
    "macros": with_parts(GOOD, {"word/vbaProject.bin": b"macro"}),
    "macros by type": with_parts(
        GOOD,
        {
            "[Content_Types].xml": TYPES.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    ),
    "deep tables": document(deep(300)),
    "deep elements": document(
        f"<w:document {SPACES}><w:body>{'<w:sdt>' * 5_000}{'</w:sdt>' * 5_000}</w:body></w:document>"
    ),
    "a broken document": document("<w:document"),
    "another root": document("<html><body>words</body></html>"),
    "utf-16 lies": document('<?xml version="1.0" encoding="utf-16"?><w:document/>'),
    "an unknown encoding": document('<?xml version="1.0" encoding="klingon"?><w:document/>'),
    "no document": with_parts(GOOD, {"[Content_Types].xml": b"<Types/>"}),
    "a zip of something": with_parts(b"PK\x05\x06" + b"\0" * 18, {"a.txt": b"words"}),
    "an empty archive": b"PK\x05\x06" + b"\0" * 18,
    "half a file": GOOD[: len(GOOD) // 2],
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_096,
    "rich text": b"{\\rtf1 words}",
    "a page": b"<html><body>words</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "zeros": b"\0" * 10_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_in_time(what: str) -> None:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as refused:
        read_paper(HOSTILE[what], "paper.docx")
    sentence = str(refused.value.reason)
    assert sentence[0].isupper() and sentence.rstrip()[-1] in ".”" and "Traceback" not in sentence
    assert time.perf_counter() - began < 10
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 400, f"{what} needed {grown:.0f} MB"


def test_names_that_climb_out_of_the_archive_lead_nowhere(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/image" Target="../../../../../../etc/passwd"/>'
        '<Relationship Id="r2" Type="http://x/footnotes" Target="/etc/passwd"/></Relationships>'
    )
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'r:embed="r1"/></w:drawing></w:r></w:p>'
    )
    data = word(
        picture + p("words"),
        **{"word/_rels/document.xml.rels": rels, "../../evil.txt": "out", "/abs.txt": "out"},
    )
    paper = read_paper(data, "a.docx")
    assert paper.pictures == {}
    assert any("does not contain" in str(each.what) for each in paper.not_understood)
    assert list(tmp_path.iterdir()) == [] and not (tmp_path.parent / "evil.txt").exists()


def test_a_picture_that_says_it_is_huge_is_left_out_and_the_words_come_in() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/image" Target="media/a.png"/></Relationships>'
    )
    drawing = (
        '<w:p><w:r><w:t>words</w:t></w:r><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'r:embed="r1"/></w:drawing></w:r></w:p>'
    )
    paper = read_paper(
        word(drawing, **{"word/_rels/document.xml.rels": rels, "word/media/a.png": png}), "a.docx"
    )
    assert paper.pictures == {} and paper.words.taken == 1
    assert "60000 × 60000" in str(paper.not_understood[0].what)


def survives(data: bytes) -> None:
    """Either a paper or a sentence; anything else is our fault."""
    with suppress(Unreadable):
        assert read_paper(data, "paper.docx").words.original >= 0


def damaged(seed: int) -> bytes:
    """A file of ours with bytes changed, cut out, doubled or put elsewhere, inside a part or in the archive."""
    by_chance = random.Random(seed)
    if seed % 3 == 0:
        return _damage(GOOD, by_chance)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = by_chance.choice([part.filename for part in archive.infolist()])
        return with_parts(GOOD, {name: _damage(archive.read(name), by_chance)})


def _damage(data: bytes, by_chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(by_chance.randint(1, 6)):
        at = by_chance.randrange(max(len(out), 1))
        end = min(at + by_chance.randint(1, 40), len(out))
        match by_chance.randint(0, 4):
            case 0:
                out[at:end] = by_chance.randbytes(end - at)
            case 1:
                del out[at:end]
            case 2:
                out[at:at] = out[at:end]
            case 3:
                out[at:at] = by_chance.choice(
                    [b"<w:p>", b"</w:p>", b"<w:tbl>", b'w:val="-1"', b"&x;", b"\xff"]
                )
            case _:
                out[at:end] = b""
    return bytes(out)


def test_three_hundred_damaged_files_give_a_paper_or_a_sentence() -> None:
    for seed in range(300):
        survives(damaged(seed))


@pytest.mark.long
@takes_minutes
def test_many_thousand_damaged_files_give_a_paper_or_a_sentence() -> None:
    for seed in range(300, 8_000):
        survives(damaged(seed))


NAMES = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:pPr",
    "w:numPr",
    "w:ins",
    "w:del",
    "w:sdt",
    "w:hyperlink",
    "w:tblPr",
    "w:tcPr",
    "w:trPr",
    "w:vMerge",
    "w:gridSpan",
    "w:footnoteReference",
    "w:fldChar",
    "w:bookmarkStart",
    "w:sym",
    "m:oMath",
]
VALUES = st.sampled_from(
    ["", "0", "-1", "99999999999", "restart", "begin", "x", "b_aaaaaaaa", "t0_aaaaaaaa", "1.5e9"]
)


@st.composite
def elements(draw, depth: int = 0) -> str:
    name = draw(st.sampled_from(NAMES))
    attrs = "".join(
        f' w:{key}="{draw(VALUES)}"'
        for key in draw(
            st.sets(
                st.sampled_from(["val", "id", "name", "fldCharType", "char", "author"]), max_size=3
            )
        )
    )
    inner = "".join(draw(st.lists(elements(depth + 1), max_size=3))) if depth < 5 else ""
    return f"<{name}{attrs}>{inner or draw(st.sampled_from(['', 'words']))}</{name}>"


@given(st.lists(elements(), max_size=5))
def test_elements_in_any_order_give_a_paper_or_a_sentence(body: list[str]) -> None:
    survives(word("".join(body)))


@pytest.mark.parametrize("what", ["entities", "a part too large", "deep elements", "zeros"])
def test_in_the_process_apart_it_is_the_same(what: str) -> None:
    with pytest.raises(Unreadable):
        paper_in_sandbox(HOSTILE[what], "paper.docx")
