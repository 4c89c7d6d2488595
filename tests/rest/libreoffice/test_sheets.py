"""LibreOffice opens what the registry writes and saves it again: nothing has changed, and one edit is one change."""

import io
import re
import zipfile

from tests.initiatives.sheet.entries import faults, hard_entries, read, told, written
from tests.rest.libreoffice.office import Convert, Way
from wgcop.initiatives.kinds import EntryState, ProjectState

STEPS = (
    ("xlsx", "xlsx"),
    ("xlsx", "ods", "xlsx"),
    ("xlsx", "csv"),
    ("csv", "csv"),
    ("csv", "xlsx"),
    ("csv", "ods", "csv"),
)


def test_nothing_has_changed_after_libreoffice_saved_it(convert: Convert):
    entries = hard_entries()
    saved = convert([Way(written(steps[0], entries), steps) for steps in STEPS])
    for steps, content in zip(STEPS, saved, strict=True):
        plan = read(content, entries)
        assert (faults(plan), plan.added, told(plan)) == ([], [], []), steps
        assert plan.same == len(entries), steps


def test_a_state_edited_in_the_sheet_comes_back_as_one_change(convert: Convert):
    entries = hard_entries()
    edited = next(each for each in entries if each.project_state)
    kinds, files = ("xlsx", "csv"), {}
    edited.project_state = ProjectState.COMPLETED
    for kind in kinds:
        files[kind, "project"] = Way(written(kind, entries), (kind, "xlsx"))
    edited.project_state = ProjectState.RUNNING
    before, edited.state = edited.state, EntryState.WITHDRAWN
    for kind in kinds:
        files[kind, "entry"] = Way(written(kind, entries), (kind, "ods", "xlsx"))
    edited.state = before
    saved = dict(zip(files, convert(list(files.values())), strict=True))
    for kind in kinds:
        assert told(read(saved[kind, "project"], entries)) == [
            (edited.name, "project_state", "running", "completed")
        ]
        assert told(read(saved[kind, "entry"], entries)) == [
            (edited.name, "state", "accepted", "withdrawn")
        ]


def test_libreoffice_runs_no_cell(convert: Convert):
    kinds = ("xlsx", "csv")
    for saved in convert([Way(written(kind, hard_entries()), (kind, "ods")) for kind in kinds]):
        content = zipfile.ZipFile(io.BytesIO(saved)).read("content.xml").decode()
        assert "table:formula" not in content
        assert "1+1" in content
        assert not re.search(r'office:value-type="(float|date|boolean)"[^>]*>.{0,20}0049', content)
