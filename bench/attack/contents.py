"""Attacks by what is sent: heads and bodies that are too large, files that unpack to a hundred times their size, damaged files."""

import io
import re
import struct
import time
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from sqlalchemy import select

from bench.attack.large import Large
from bench.load.people import TOKEN, People
from bench.load.processes import held
from wgcop.database import db
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome

MB = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
UNPACKED = 300 * MB
OUTCOME_WITHIN = 120


def oversized_heads(large: Large) -> str:
    met: Counter[str] = Counter()
    with large.attackers.browser() as http:
        for number in range(50):
            long = {"X-Long": "x" * (9_000 if number % 2 else 200_000)}
            try:
                status = http.get(f"{large.door.url}/", headers=long, timeout=30).status_code
            except requests.RequestException:
                status = 0
            met[str(status) if status else "cut off"] += 1
            assert status in (0, 400, 414, 431), f"A head of 200 kB was answered {status}."
    return shown(met)


def oversized_bodies(large: Large) -> str:
    """Above what nginx takes, and above what a form may hold."""
    met: Counter[str] = Counter()
    with large.attackers.browser() as http:
        for size in (80 * MB, 3 * MB, 3 * MB, 60 * MB):
            try:
                answer = http.post(f"{large.door.url}/sign-in", {"email": "x" * size}, timeout=60)
                met[str(answer.status_code)] += 1
                assert answer.status_code in (400, 413), (
                    f"{size / MB:.0f} MB were answered {answer.status_code}."
                )
            except requests.RequestException:
                met["cut off"] += 1
    return shown(met)


@dataclass(frozen=True)
class Bad:
    name: str
    content: bytes


def bad_files(large: Large, who: People) -> str:
    """To each place that takes files, by people who may send them there."""
    memory = most_memory(large)
    documents = (
        Bad("bomb.docx", unpacking("word/document.xml", WORD)),
        Bad("cut.docx", unpacking("word/document.xml", WORD)[:2_000]),
        Bad("noise.docx", b"PK\x03\x04" + bytes(range(256)) * 40),
        Bad("cut.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >>\n"),
        Bad("nested.zip", nested()),
    )
    books = (
        Bad("bomb.xlsx", unpacking("xl/worksheets/sheet1.xml", SHEET)),
        Bad("cut.xlsx", unpacking("xl/workbook.xml", SHEET)[:2_000]),
        Bad("noise.csv", bytes(range(256)) * 400),
    )
    pictures = (
        Bad("bomb.png", picture(60_000, 60_000)),
        Bad("cut.png", picture(100, 100)[:60]),
        Bad("script.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    )
    met: Counter[str] = Counter()
    door = large.door
    with door.browser(who.secretary) as secretary, door.browser(who.members[0]) as author:
        draft = new_draft(large, author)
        for bad in documents:
            send(met, secretary, door.url, "/priorwork/import", "files", bad, body=str(who.body))
            send(met, author, door.url, "/contributions/word", "file", bad)
            send(met, author, door.url, f"{draft}/files", "files", bad)
        for bad in books:
            send(met, secretary, door.url, "/initiatives/import", "file", bad)
            send(met, secretary, door.url, "/priorwork/import", "files", bad, body=str(who.body))
        for bad in pictures:
            send(met, author, door.url, f"{draft}/pictures", "picture", bad)
    outcomes = await_outcomes(large)
    grown = most_memory(large) - memory
    assert not any(status.startswith("5") for status in met), f"Servers failed: {dict(met)}."
    assert grown < 600 * MB, f"A server grew by {grown / MB:.0f} MB."
    return (
        f"{shown(met)}; taken in: {shown(outcomes)}; a server grew by {max(grown, 0) / MB:.0f} MB"
    )


def send(
    met: Counter[str],
    http: requests.Session,
    url: str,
    page: str,
    field: str,
    bad: Bad,
    **said: str,
) -> None:
    form = http.get(url + "/resolutions/", timeout=60)
    token = TOKEN.search(form.text)
    assert token, f"/resolutions/ answers {form.status_code}."
    answer = http.post(
        url + page,
        {"csrf_token": token[1], **said},
        files={field: (bad.name, bad.content)},
        headers={"X-CSRFToken": token[1]},
        allow_redirects=False,
        timeout=120,
    )
    met[str(answer.status_code)] += 1


def new_draft(large: Large, author: requests.Session) -> str:
    form = author.get(f"{large.door.url}/contributions/new", timeout=60).text
    token, capacity = TOKEN.search(form), re.search(r"delegation-\d+", form)
    meeting = re.search(r'<select[^>]*name="meeting".*?<option[^>]*value="(\d+)"', form, re.DOTALL)
    assert token and capacity and meeting, "The form for a new paper has no capacity or no meeting."
    said = {
        "csrf_token": token[1],
        "capacity": capacity[0],
        "meeting": meeting[1],
        "title": "Under attack",
        "purpose": "action",
        "action_required": "The group is invited to note it.",
        "abstract": "Words.",
        "contact": "Amina Barasa, Kenya",
        "language": "en",
        "text": "Words.",
    }
    address = f"{large.door.url}/contributions/"
    answer = author.post(address, said, allow_redirects=False, timeout=60)
    why = re.findall(r'class="[^"]*error[^"]*"[^>]*>([^<]+)', answer.text)
    assert answer.status_code == 303, f"A new paper is answered {answer.status_code}: {why}."
    place = urlsplit(answer.headers["Location"]).path
    return "/".join(place.split("/")[:3])


def await_outcomes(large: Large) -> Counter[str]:
    """What the worker made of the files that were taken in."""
    deadline = time.monotonic() + OUTCOME_WITHIN
    while True:
        with large.app.app_context():
            found = Counter(str(each) for each in db.session.scalars(select(ImportFile.outcome)))
            db.session.close()
        if not found[ImportOutcome.WAITING]:
            return found
        assert time.monotonic() < deadline, f"Files still wait: {dict(found)}."
        time.sleep(0.5)


def unpacking(part: str, kind: str) -> bytes:
    """A file of Office whose main part is 300 MB of nothing in 300 kB."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        with archive.open(part, "w") as writing:
            writing.write(b'<?xml version="1.0"?><document>')
            for _ in range(UNPACKED // MB):
                writing.write(b" " * MB)
    return file.getvalue()


def nested() -> bytes:
    content = unpacking("word/document.xml", WORD)
    for _ in range(3):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.zip", content)
        content = file.getvalue()
    return content


def picture(width: int, height: int) -> bytes:
    """Says that it is so large, and is small."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def most_memory(large: Large) -> int:
    """Of one process of a server or of the worker, ever."""
    found = [held(each) for server in (*large.webs, large.worker) for each in server.processes]
    return max(each.most_memory for each in found if each is not None)


def shown(met: Counter[str]) -> str:
    return ", ".join(f"{count} × {word}" for word, count in met.most_common())
