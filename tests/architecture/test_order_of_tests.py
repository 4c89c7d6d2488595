"""Which tests a process of a run gets, in which order, and how long they are said to take."""

import json

from tests.running.near import near, ranks
from tests.running.order import LONG, MOST, Collected, Durations, seconds_left, shares
from tests.running.telling import clock, numbered, pace

KNOWN = Durations(
    {"tests/a.py": (10, 20.0), "tests/b.py": (4, 1.0)}, {"tests/b.py::test_long": 40.0}
)


def named(*names, **how):
    return [
        Collected(place, name, is_bound=name.partition("::")[0] in how.get("bound", ()))
        for place, name in enumerate(names)
    ]


TEN = [f"tests/a.py::test_{number}" for number in range(10)]
OTHERS = ["tests/b.py::test_long", "tests/b.py::test_short", "tests/c.py::test_new"]


def test_what_takes_longest_begins_first_and_every_test_runs_once():
    made = shares(named(*TEN, *OTHERS), KNOWN)
    assert [share.seconds for share in made] == sorted((s.seconds for s in made), reverse=True)
    assert sorted(place for share in made for place in share.places) == list(range(13))
    assert made[0].places == (10,)


def test_tests_that_share_something_stay_together_and_in_order():
    loose = shares(named(*TEN), KNOWN)
    assert len(loose) == 3 and all(share.seconds <= MOST for share in loose)
    bound = shares(named(*TEN, bound={"tests/a.py"}), KNOWN)
    assert [share.places for share in bound] == [tuple(range(10))]


def test_a_part_of_a_sweep_that_was_never_measured_takes_as_long_as_the_others():
    known = Durations({}, {f"tests/d.py::test_day[{name}]": 30.0 + name for name in (0, 20)})
    assert known.of("tests/d.py::test_day[20]") == 50
    assert known.of("tests/d.py::test_day[another]") == 40
    assert known.of("tests/d.py::test_night[another]") < LONG


def test_durations_are_written_in_order_and_change_only_where_something_changed(tmp_path):
    file = tmp_path / "durations.json"
    KNOWN.write(file)
    assert Durations.read(file) == KNOWN
    assert list(json.loads(file.read_text())) == sorted(json.loads(file.read_text()))
    measured = dict.fromkeys(TEN, 2.3) | {
        "tests/b.py::test_long": 45.0,
        "tests/c.py::test_new": 0.2,
    }
    after = KNOWN.measured(measured)
    assert after.modules == {"tests/a.py": (10, 20.0), "tests/c.py": (1, 0.2)}
    assert after.tests == {"tests/b.py::test_long": 40.0}
    assert KNOWN.measured({"tests/b.py::test_long": LONG / 10}).tests == {}
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/b.py").touch()
    assert KNOWN.there(tmp_path) == Durations({"tests/b.py": (4, 1.0)}, KNOWN.tests)


def test_what_is_left_takes_as_long_as_its_longest_test_or_as_all_share_it():
    assert seconds_left([40, 1, 1], [], workers=2, pace=1) == 40
    assert seconds_left([10, 10, 10], [10], workers=2, pace=1) == 20
    assert seconds_left([10, 10], [20], workers=2, pace=2) == 40
    assert seconds_left([], [], workers=2, pace=1) == 0
    assert pace(0, 0) == 1 and pace(60, 180) == 2


def test_it_is_told_as_people_say_it():
    assert (clock(5), clock(65.4), clock(600)) == ("0:05", "1:05", "10:00")
    assert (numbered(1, "test"), numbered(5480, "test")) == ("1 test", "5,480 tests")


def test_near_a_change_are_its_own_tests_then_who_imports_it_then_its_folder():
    ranked = list(dict.fromkeys(ranks(["tests/test_dates.py", "wgcop/agenda/floor.py"])))
    assert ranked[0] == "tests/test_dates.py"
    places = [ranked.index(f"tests/meetings/{name}") for name in ("test_floor.py", "test_undo.py")]
    assert places == sorted(places)
    chosen, others = near(["wgcop/agenda/floor.py"], Durations(), budget=9.0)
    assert len(chosen) == 3 and "tests/meetings/test_floor.py" in chosen and others > 10
    assert near(["docs/glossary.md"], Durations(), budget=9.0) == ([], 0)
