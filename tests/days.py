"""Days on which calendars trip, and the tests whose answers hang on the day.

The clock of the workspace can be stopped, but databases, libraries and the tests themselves ask the machine's. `faketime` sets
them all. `tests/rest/days` runs `DATED` on each of these days; `make test-days` runs every test, or those that ARGS names.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]

DAYS = {
    "the day before a leap day": "2028-02-28 12:00:00",
    "a leap day": "2028-02-29 12:00:00",
    "the last of February": "2027-02-28 12:00:00",
    "the last of a month of 30 days": "2027-04-30 12:00:00",
    "the last of a month of 31 days": "2027-05-31 12:00:00",
    "the last hour of a year": "2026-12-31 23:20:00",
    "the last minutes of winter time in Geneva": "2027-03-28 00:58:00",
    "the last minutes of summer time in Geneva": "2027-10-31 00:58:00",
    "a Friday at 23:59": "2027-01-15 23:59:00",
    "the first minute of a Monday": "2027-01-18 00:00:05",
}
"""In UTC. With the hours before and after midnight Geneva has another day than UTC."""

DATED = (
    "tests/test_demo.py",
    "tests/audit/test_retention.py",
    "tests/following/test_saved_searches_mail.py",
    "tests/implementation/test_validity.py",
    "tests/meetings/test_calendars.py",
    "tests/meetings/test_sessions.py",
)
"""The demo world as it is made on that day; what ends, is due or is told by a day; calendars and hours. Chosen to take half a
minute of a processor for each day."""


def run(day: str, arguments: Sequence[str], program: str = "faketime") -> int:
    """The tests on that day, in a process whose machine has no other. Ends as pytest does."""
    of_this_run = ("PYTEST_", "COV_")
    around = {name: value for name, value in os.environ.items() if not name.startswith(of_this_run)}
    clocks = {
        "TZ": "UTC",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # how long something takes stays true
        "NO_FAKE_STAT": "1",  # or every module would be compiled anew, its file being of another day
    }
    usual = {"TEST_DATABASES": "sqlite"}
    return subprocess.run(
        [program, "-f", f"@{DAYS[day]}", sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=usual | around | clocks,
        check=False,
    ).returncode


def main(arguments: Sequence[str]) -> int:
    """Each day in turn; what failed on one does not keep the others from being tried."""
    failed = []
    for day in DAYS:
        print(f"== {day}: {DAYS[day]} UTC", flush=True)
        if run(day, ["-q", *arguments]):
            failed.append(day)
    print(f"Tests failed on: {'; '.join(failed)}." if failed else "All passed on each day.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
