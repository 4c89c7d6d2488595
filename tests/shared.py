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
