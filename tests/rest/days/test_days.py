"""The tests whose answers hang on the day, on days on which calendars trip."""

import pytest

from tests.days import DATED, DAYS, run
from tests.missing import program


@pytest.mark.parametrize("day", DAYS)
def test_the_world_that_is_made_on_this_day_is_sound(day, tmp_path, capfd):
    faketime = program("faketime", of="Faketime")
    options = ("-q", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "day"))
    code = run(day, [*options, *DATED], program=faketime)
    said = capfd.readouterr().out
    assert code == 0, said
    assert " passed" in said, "Nothing was run."
