"""Files from outside are read in a process of their own, which hostile ones may end and nothing else."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reading.pdfs import hostile, pdf
from wgcop.reading import Unreadable, read
from wgcop.reading import sandbox as reading
from wgcop.reading.sandbox import SandboxedReader, read_in_sandbox

GOOD = pdf([["1 Introduction", "Twelve answered."], []], title="T", made="D:20100503120000Z")


def test_the_sandbox_reads_one_file_after_another_and_leaves_no_process_behind(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://of:password@nowhere")
    with SandboxedReader() as reader:
        assert reader.read(b"A few plain words.", "a.txt").text == "A few plain words."
        assert reader._process is None, "a short text needs nobody"
        reading = reader.read(GOOD, "a.pdf")
        process = reader._process
        again = reader.read(b"<html><p>Kenya says so.", "a.html")
        assert reader._process is process
        assert b"password" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    here = read(GOOD, "a.pdf")
    assert str(reading.note) == str(here.note) == "Pages without text (page images): 1 of 2."
    assert (reading.title, reading.text, reading.passages) == (here.title, here.text, here.passages)
    assert (reading.dated, reading.pages) == (here.dated, here.pages)
    assert again.text == "Kenya says so."
    assert process.returncode is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)


def test_the_sandbox_reports_why_a_file_cannot_be_read():
    with pytest.raises(Unreadable, match=r"^The PDF is damaged\.$"):
        read_in_sandbox(b"%PDF-1.7 and then nothing", "a.pdf")


@pytest.mark.parametrize("limit", [{"MOST_MEMORY": 128 << 20}, {"MOST_SECONDS": 0}])
def test_a_file_that_takes_too_much_is_refused_and_the_next_one_read(limits, monkeypatch, limit):
    limits(**limit)
    with SandboxedReader() as room:
        with pytest.raises(Unreadable, match="It cannot be read"):
            room.read(hostile(), "small.pdf")
        monkeypatch.undo()
        assert room.read(GOOD, "good.pdf").title == "T"


def test_a_process_that_gives_no_answer_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "_READER", ("sleep", "60"))
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.05)
    with pytest.raises(Unreadable, match="It cannot be read"):
        read_in_sandbox(GOOD, "a.pdf")


def test_many_files_at_once_are_read_a_few_at_a_time():
    with ThreadPoolExecutor(3) as threads:
        assert {each.title for each in threads.map(read_in_sandbox, [GOOD] * 3, ["a.pdf"] * 3)} == {
            "T"
        }
    assert reading._free._value == reading.MOST_AT_ONCE


def test_a_hostile_file_is_refused_at_the_radar(http, world, limits):
    limits(MOST_MEMORY=128 << 20)
    answer = http(world.amina).post("/radar", data={"file": (io.BytesIO(hostile()), "small.pdf")})
    assert answer.status_code == 422
    assert "small.pdf: It cannot be read" in answer.text


def test_when_all_places_are_taken_the_radar_says_so_and_keeps_the_form(http, world):
    for _ in range(reading.MOST_AT_ONCE):
        reading._free.acquire()
    try:
        form = {"file": (io.BytesIO(GOOD), "a.pdf"), "text": "What was typed before."}
        answer = http(world.amina).post("/radar", data=form)
    finally:
        for _ in range(reading.MOST_AT_ONCE):
            reading._free.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Other files are being read at the moment" in answer.text
    assert "What was typed before." in answer.text
