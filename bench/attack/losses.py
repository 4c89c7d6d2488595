"""What is lost or damaged while people work: the database, the disk, processes, Redis, the index, a file."""

import errno
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from bench.attack.contents import await_outcomes
from bench.attack.large import Large
from bench.load.people import TOKEN, People
from tests.servers import answers
from wgcop.database import db
from wgcop.priorwork.models import Document

AWAY = 8.0
"""Seconds."""
FOUND_WITHIN = 90.0


def locked_database(large: Large) -> str:
    """Somebody holds the table of comments, as a careless statement does."""
    with large.database.connection() as other, other.transaction():
        other.execute("LOCK TABLE comment IN ACCESS EXCLUSIVE MODE")
        time.sleep(AWAY)
    return f"comments held for {AWAY:.0f} s"


def lost_database(large: Large) -> str:
    large.database.stop()
    time.sleep(AWAY)
    large.database.start()
    return f"PostgreSQL away for {AWAY:.0f} s"


def lost_redis(large: Large) -> str:
    large.redis.stop()
    time.sleep(AWAY)
    large.redis.start()
    return f"Redis away for {AWAY:.0f} s"


def killed_web(large: Large) -> str:
    """The process that answers, of one server; then all of the other server."""
    first, second = large.webs
    os.kill(first.processes[-1], signal.SIGKILL)
    time.sleep(AWAY)
    second.kill()
    while answers(second.port):  # its processes die a moment later
        time.sleep(0.05)
    time.sleep(AWAY)
    second.start()
    return "one process, which its server starts again; then a whole server, started again"


def killed_worker(large: Large, who: People) -> str:
    """What was said meanwhile is found once it runs again."""
    large.worker.kill()
    time.sleep(AWAY)
    words = f"Cassowary {time.monotonic_ns()}"
    post(large, who, words)
    large.worker.start_worker()
    began = time.monotonic()
    await_found(large, who, words)
    return f"what was said meanwhile was found {time.monotonic() - began:.0f} s after it ran again"


def damaged_index(large: Large, who: People) -> str:
    """Half of the postings hold nonsense."""
    words = f"Bandicoot {time.monotonic_ns()}"
    post(large, who, words)
    await_found(large, who, words)
    with large.database.connection() as other:
        other.execute(
            r"UPDATE search.posting SET numbers = '\x00ff'::bytea WHERE hashtext(term) % 2 = 0"
        )
    statuses = {
        search(large, who, question)[0] for question in ("children", words, "helplines radio")
    }
    with large.database.connection() as other:
        other.execute("UPDATE search.posting SET numbers = '\\x00ff'::bytea")
    statuses |= {search(large, who, question)[0] for question in ("children", words, "guidance")}
    assert 500 not in statuses, f"Questions to a damaged index are answered {sorted(statuses)}."
    said = large.worker.command("index", "rebuild")
    assert said.returncode == 0, said.stderr
    await_found(large, who, words)
    return f"questions were answered {sorted(statuses)}; `wgcop index rebuild` mended it"


def damaged_file(large: Large, who: People) -> str:
    """A stored file is changed, then removed; `wgcop doctor` names it."""
    page, place = stored_document(large, who)
    whole = place.read_bytes()
    place.write_bytes(b"damaged" + whole[7:])
    told = large.worker.command("doctor")
    assert place.name[:8] in told.stdout, f"The doctor does not name the file: {told.stdout}"
    place.unlink()
    with large.door.browser(who.secretary) as http:
        status = http.get(f"{large.door.url}{page}/file", timeout=60).status_code
        around = http.get(large.door.url + page, timeout=60).status_code
    place.write_bytes(whole)
    assert (status, around) == (404, 200), f"The file is answered {status}, its page {around}."
    return "the doctor names it; a missing one is 404, its page 200"


def full_disk(large: Large, who: People) -> str:
    """Of the data folder: the database is elsewhere, so that people can go on writing."""
    if not large.has_small_disk:
        return "left out: it takes the rights to mount a small disk"
    filling = large.data / "filling"
    try:
        fill(filling)
        refused, said = send_import(large, who, b"Ostriches. " * 100_000)
        assert refused == 503, f"An import on a full disk is answered {refused}: {said[:200]}"
        time.sleep(AWAY)
    finally:
        filling.unlink(missing_ok=True)
    taken, _ = send_import(large, who, b"Ostriches. " * 100_000)
    assert taken == 303, f"An import is answered {taken} after there is room again."
    await_outcomes(large)
    return "an import is answered 503, and 303 once there is room again"


def fill(place: Path) -> None:
    with place.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            try:
                file.write(b"\0" * (1 << 20))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                break
        while True:
            file.write(b"\0" * 512)


def stored_document(large: Large, who: People) -> tuple[str, Path]:
    status, said = send_import(large, who, b"Emus and helplines. " * 500, name="emus.txt")
    assert status == 303, said[:300]
    await_outcomes(large)
    with large.app.app_context():
        document = db.session.scalars(
            select(Document).where(Document.file_name == "emus.txt").order_by(Document.id.desc())
        ).first()
        assert document is not None, "The import made no document."
        page, sha = document.url, document.file_sha
        db.session.close()
    return page, large.data / "files" / sha[:2] / sha


def send_import(
    large: Large, who: People, content: bytes, *, name: str = "ostriches.txt"
) -> tuple[int, str]:
    with large.door.browser(who.secretary) as http:
        token = TOKEN.search(http.get(f"{large.door.url}/priorwork/import", timeout=60).text)
        assert token
        answer = http.post(
            f"{large.door.url}/priorwork/import",
            {"csrf_token": token[1], "body": str(who.body)},
            files={"files": (name, content, "text/plain")},
            allow_redirects=False,
            timeout=120,
        )
        return answer.status_code, answer.text


def post(large: Large, who: People, words: str, clause: str = "") -> None:
    """Until it is taken: the same key keeps it from being stored twice."""
    key = words.replace(" ", "-")
    form = {"body": words, "audience": "members", "type": "substantive", "key": key}
    with large.door.browser(who.members[-1]) as http:
        token = TOKEN.search(http.get(f"{large.door.url}/resolutions/", timeout=60).text)
        assert token
        headers = {"X-CSRFToken": token[1], "X-Fragment": "1"}
        address = f"{large.door.url}/clauses/{clause or who.clause}/comments"
        answer = http.post(address, form, headers=headers, timeout=60)
        assert answer.ok, f"A comment is answered {answer.status_code}: {answer.text[:200]}"


def search(large: Large, who: People, words: str) -> tuple[int, int]:
    """The status and how much was found."""
    with large.door.browser(who.members[-1]) as http:
        answer = http.get(f"{large.door.url}/api/v1/search", params={"q": f'"{words}"'}, timeout=60)
        return answer.status_code, answer.json().get("total", 0) if answer.ok else 0


def await_found(large: Large, who: People, words: str) -> None:
    deadline = time.monotonic() + FOUND_WITHIN
    while search(large, who, words)[1] < 1:
        assert time.monotonic() < deadline, f"“{words}” is not found."
        time.sleep(0.5)
