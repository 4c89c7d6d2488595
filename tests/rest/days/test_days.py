"""The tests whose answers hang on the day, on days on which calendars trip."""

import subprocess

import pytest

from tests.days import DAYS, ROOT, command, library
from tests.missing import program
from tests.slices import part_of_today

TODAY = part_of_today(DAYS, 5)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """`told(day)` waits until the tests have run on that day, and gives what they said."""
    options = ("-p", "no:cacheprovider", "--basetemp", str(tmp_path_factory.mktemp("days") / "day"))
    preloaded = library(program("faketime", of="Faketime"))
    said = {}

    def told(day):
        lines = []
        while day not in said:
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
            if line.startswith("== "):
                named = line.partition(" on ")[2].rpartition(": 20")[0]
                said[named], lines = "".join(lines), []
        return said[day]

    with subprocess.Popen(
        command(*options, preloaded=preloaded, dated=TODAY),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield told
        process.kill()


@pytest.mark.parametrize("day", TODAY)
def test_what_is_told_by_a_day_is_right_on_this_day(told, day):
    said = told(day)
    assert f"== passed on {day}" in said, said
    assert " passed in" in said, "Nothing was run."
