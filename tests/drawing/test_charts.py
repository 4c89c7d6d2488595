"""Charts from counts: what is drawn where, and how it reads without colour and from right to left."""

import math
from datetime import date

import pytest

from wgcop.bodies.countries import countries
from wgcop.drawing.charts import Bubble, Cell, Named, Sign, Span, matrix, time_line, world_map
from wgcop.drawing.charts.chart import in_lines, step_names, step_of, steps
from wgcop.drawing.charts.world_map import states_drawn

ROWS = [Named("africa", "Africa"), Named("cis", "CIS")]
COLUMNS = [Named("legal", "Legal"), Named("capacity", "Capacity building")]
CELLS = {
    ("africa", "legal"): Cell(12, Sign.OVERLAP, "Africa, legal: 12", "/initiatives/?region=africa"),
    ("africa", "capacity"): Cell(1, words="Africa, capacity building: 1"),
    ("cis", "legal"): Cell(0, Sign.GAP, "CIS, legal: none"),
}
TODAY = date(2026, 11, 27)


def values(chart):
    return {each["key"]: each for each in chart.spec["data"]["values"] if "key" in each}


def test_each_cell_of_a_matrix_is_drawn_with_its_number_and_its_sign():
    chart = matrix(ROWS, COLUMNS, CELLS, language="en")
    cells = values(chart)
    assert {key: (cell["count"], cell["sign"]) for key, cell in cells.items()} == {
        "#africa/legal": ("12", "overlap"),
        "#africa/capacity": ("1", ""),
        "#cis/legal": ("0", "gap"),
        "#cis/capacity": ("0", ""),
    }
    assert cells["#africa/legal"]["size"] > 2 * cells["#africa/capacity"]["size"]
    assert chart.marks["africa/legal"].href == "/initiatives/?region=africa"


def test_the_largest_circle_has_room_in_its_row_with_its_second_ring():
    chart = matrix(ROWS, COLUMNS, CELLS, language="en", row_height=40)
    largest = max(cell["ring"] for cell in values(chart).values())
    assert 30 < 2 * math.sqrt(largest / math.pi) <= 40


def test_from_right_to_left_the_first_column_is_on_the_right():
    ltr, rtl = (matrix(ROWS, COLUMNS, CELLS, language=tag).spec["encoding"] for tag in ("en", "ar"))
    assert ltr["x"]["sort"] == rtl["x"]["sort"][::-1]
    assert (ltr["y"]["axis"]["orient"], rtl["y"]["axis"]["orient"]) == ("left", "right")


def test_an_empty_matrix_is_drawn_too():
    assert values(matrix(ROWS, COLUMNS, {}, language="en"))["#cis/legal"]["count"] == "0"


def test_the_map_draws_each_member_state():
    assert {each.alpha2 for each in countries()} == set(states_drawn())


def test_states_are_shaded_by_count_and_those_without_any_have_none():
    chart = world_map({"KE": 12, "MT": 2}, [], legend="Entries", marks={}, language="en")
    shapes, points = chart.spec["layer"][:2]
    steps_of = {
        each["id"]: each["step"] for each in shapes["transform"][0]["from"]["data"]["values"]
    }
    assert steps_of["KE"] == "6+" and steps_of["MT"] == "2" and steps_of["FR"] == "0"
    assert {"id": "MT", "step": "2"}.items() <= next(
        each for each in points["data"]["values"] if each["id"] == "MT"
    ).items()


def test_a_region_has_its_number_on_the_map():
    place = Bubble("africa", "Africa", 7, 20, 3, "Africa: 7 entries", "/initiatives/?region=africa")
    chart = world_map({}, [place], legend="Entries", marks={}, language="en")
    assert [each["count"] for each in chart.spec["layer"][3]["data"]["values"]] == ["7"]
    assert chart.marks["africa"].words == "Africa: 7 entries"


def test_a_bar_is_solid_as_far_as_its_dates_are_certain():
    spans = [
        Span("years", "Years", "Africa", "2008", "2010"),
        Span("one", "One year", "Africa", "2011", "2011"),
        Span("days", "Days", "CIS", "2010-01-01", "2010-12-31"),
    ]
    bars = values(time_line(spans, (2006, 2015), today=TODAY, language="en"))
    assert (bars["#years"]["faint_from"], bars["#years"]["faint_to"]) == (2008, 2011)
    assert (bars["#years"]["solid_from"], bars["#years"]["solid_to"]) == (2009, 2010)
    assert "solid_from" not in bars["#one"]
    assert bars["#days"]["solid_from"] == pytest.approx(2010, abs=0.01)


def test_an_open_end_is_drawn_as_an_arrow_today():
    spans = [
        Span("open", "Open", "Africa", "2008-11"),
        Span("ended", "Ended", "Africa", "2008", "2009"),
    ]
    chart = time_line(spans, (2006, 2026), today=TODAY, language="en")
    bars = values(chart)
    assert bars["#open"]["open_at"] == bars["#open"]["solid_to"] == pytest.approx(2026.9, abs=0.02)
    assert "open_at" not in bars["#ended"]
    _faint, solid, arrow = (each["mark"]["fill"] for each in chart.spec["layer"])
    assert arrow == solid
    later = time_line(spans, (2006, 2010), today=TODAY, language="en")
    assert "open_at" not in values(later)["#open"] and values(later)["#open"]["solid_to"] == 2011


def test_groups_of_the_time_line_are_titles_of_their_own():
    spans = [
        Span("a", "A", "Africa", "2008"),
        Span("b", "B", "Africa", "2009"),
        Span("c", "C", "CIS", "2009"),
    ]
    chart = time_line(spans, (2006, 2015), today=TODAY, language="ar")
    names = [row["row"].partition("\u200b")[2] for row in chart.spec["data"]["values"]]
    assert names == ["Africa", "A", "B", "CIS", "C"]
    assert chart.spec["encoding"]["x"]["scale"]["reverse"] is True


@pytest.mark.parametrize(
    ("most", "names"),
    [
        (0, ["0", "1", "2", "3", "4+"]),
        (12, ["0", "1", "2", "3–5", "6+"]),
        (300, ["0", "1–3", "4–16", "17–71", "72+"]),
    ],
)
def test_steps_of_colour_grow_with_the_largest_count(most, names):
    assert step_names(steps(most)) == names
    assert [step_of(count, steps(12)) for count in (0, 1, 2, 5, 12)] == [0, 1, 2, 3, 4]


def test_long_names_are_broken_at_blanks():
    assert in_lines("International cooperation", 14) == "International\ncooperation"
