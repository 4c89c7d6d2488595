"""LibreOffice opens what the registry writes and saves it again: nothing has changed, and one edit is one change."""

import re
import subprocess
import zipfile

import pytest

from tests.conftest import program
from tests.initiatives.sheet.entries import faults, hard_entries, read, told, written
from wgcop.initiatives.kinds import EntryState, ProjectState

CSV_UTF_8 = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    soffice = program("soffice", of="LibreOffice")
    profile = tmp_path_factory.mktemp("profile")

    def run(content: bytes, start: str, *steps: str) -> bytes:
        """The file after LibreOffice opened it and saved it as each of these kinds, one after the other."""
        file = tmp_path_factory.mktemp("sheet") / f"registry.{start}"
        file.write_bytes(content)
        for kind in steps:
            out = tmp_path_factory.mktemp("converted")
            subprocess.run(
                [
                    *(soffice, f"-env:UserInstallation=file://{profile}", "--headless"),
                    *(f"--infilter={CSV_UTF_8[4:]}",) * (file.suffix == ".csv"),
                    *("--convert-to", kind, "--outdir", str(out), str(file)),
                ],
                capture_output=True,
                check=True,
                timeout=120,
            )
            [file] = out.iterdir()
        return file.read_bytes()

    return run


@pytest.mark.parametrize(
    "steps",
    [
        ("xlsx", "xlsx"),
        ("xlsx", "ods", "xlsx"),
        ("xlsx", CSV_UTF_8),
        ("csv", CSV_UTF_8),
        ("csv", "xlsx"),
        ("csv", "ods", CSV_UTF_8),
    ],
    ids=lambda steps: "-".join(step.partition(":")[0] for step in steps),
)
def test_nothing_has_changed_after_libreoffice_saved_it(convert, steps):
    entries = hard_entries()
    plan = read(convert(written(steps[0], entries), *steps), entries)
    assert (faults(plan), plan.added, told(plan)) == ([], [], [])
    assert plan.same == len(entries)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_state_edited_in_the_sheet_comes_back_as_one_change(convert, kind):
    entries = hard_entries()
    edited = next(each for each in entries if each.project_state)
    edited.project_state = ProjectState.COMPLETED
    content = convert(written(kind, entries), kind, "xlsx")
    edited.project_state = ProjectState.RUNNING
    plan = read(content, entries)
    assert told(plan) == [(edited.name, "project_state", "running", "completed")]

    edited.state = EntryState.WITHDRAWN
    content = convert(written(kind, entries), kind, "ods", "xlsx")
    edited.state = EntryState.ACCEPTED
    assert told(read(content, entries)) == [(edited.name, "state", "accepted", "withdrawn")]


def test_libreoffice_runs_no_cell(convert, tmp_path):
    for kind in ("xlsx", "csv"):
        opened = tmp_path / f"{kind}.ods"
        opened.write_bytes(convert(written(kind, hard_entries()), kind, "ods"))
        content = zipfile.ZipFile(opened).read("content.xml").decode()
        assert "table:formula" not in content
        assert "1+1" in content
        assert not re.search(r'office:value-type="(float|date|boolean)"[^>]*>.{0,20}0049', content)
