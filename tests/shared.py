"""Reference material that stays outside the project: where it is, and what becomes of tests that need it."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("WGCOP_SHARED") or Path(__file__).parents[2] / "shared").resolve()

ABSENT = f"No reference material at {SHARED}; WGCOP_SHARED may name another folder."


def skip_where_absent(items: list[pytest.Item]) -> None:
    """Only the whole folder may be absent. A file that is missing inside it fails its test."""
    if SHARED.is_dir():
        return
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()) or item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=ABSENT))


def summary(skipped: list[pytest.TestReport]) -> str:
    """One line that counts the tests left out for want of the material; empty where none was."""
    count = sum(ABSENT in str(report.longrepr) for report in skipped)
    return f"{count} tests were left out. {ABSENT}" if count else ""
