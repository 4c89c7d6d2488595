"""The course of the count, in numbers, as a picture and on its page."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.brackets.acts import LIST, act, opened, plain
from wgcop.brackets.course import CountMove, course_of
from wgcop.drawing.charts import Band, CountStep, course

BEGIN = datetime(2026, 5, 3, 9, tzinfo=UTC)
PAGE = f"{LIST}/course"

moves = st.lists(
    st.tuples(st.integers(0, 400), st.booleans(), st.sampled_from(["", "WG-COP/3"])), max_size=30
)


def told(drawn):
    """Moves that can happen: nothing is lifted that is not open."""
    count, found = 0, []
    for hours, lifts, meeting in sorted(drawn):
        adds = -1 if lifts and count else 1
        count += adds
        found.append(CountMove(BEGIN + timedelta(hours=hours), adds, meeting))
    return found


@given(moves)
def test_the_days_and_the_points_add_up_to_the_moves(drawn):
    happened = told(drawn)
    shown = course_of(happened)
    assert shown.now == sum(each.adds for each in happened)
    assert len(shown.points) == len(happened)
    assert sum(each.opened - each.lifted for each in shown.days) == shown.now
    assert not shown.days or shown.days[-1].open == shown.now
    assert all(each.open >= 0 for each in shown.points)


@given(moves, st.integers(0, 400), st.integers(0, 400))
def test_a_part_of_the_course_begins_with_the_count_of_its_beginning(drawn, one, other):
    happened = told(drawn)
    since, until = (BEGIN + timedelta(hours=each) for each in sorted((one, other)))
    part = course_of(happened, since=since, until=until)
    assert part.points[0].at == since
    assert part.points[0].open == sum(each.adds for each in happened if each.at < since)
    assert part.now == sum(each.adds for each in happened if each.at < until)


def test_the_picture_is_a_line_in_steps_with_the_meetings_behind_it():
    steps = [CountStep(BEGIN, 1, "1 open"), CountStep(BEGIN + timedelta(days=2), 3, "3 open")]
    band = Band(BEGIN + timedelta(days=1), BEGIN + timedelta(days=9), "WG-COP/3")
    drawn = course(
        steps,
        [band],
        [(BEGIN + timedelta(days=1), "4 May")],
        until=BEGIN + timedelta(days=4),
        language="ar",
    )
    behind, line, points = drawn.spec["layer"]
    assert [(each["at"], each["count"]) for each in line["data"]["values"]] == [
        (0, 1),
        (2, 3),
        (4, 3),
    ]
    assert (behind["data"]["values"][0]["from"], behind["data"]["values"][0]["to"]) == (1, 4)
    assert drawn.spec["encoding"]["x"]["scale"]["reverse"] is True
    assert {each["key"] for each in points["data"]["values"]} == {"#0", "#1"}
    assert drawn.marks["1"].words == "3 open"


def test_the_page_draws_the_course_and_has_its_numbers_in_words_and_in_a_table(world, http):
    reader, chair = http(world.ruth), http(world.helena)
    first = opened(chair)
    opened(chair, "them")
    before = reader.get(PAGE).text
    assert act(chair, first, "lifting", outcome="words").status_code == 303
    page = reader.get(PAGE).text
    assert "<svg" in page and 'role="img"' in page
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    opened_, lifted, left = (int(each) for each in re.findall(r"<td>(\d+)</td>", rows[-1]))
    assert opened_ >= 2 and lifted >= 1
    open_now = int(re.search(r"(\d+) brackets? (?:is|are) open", plain(reader.get(LIST).text))[1])
    assert left == open_now
    assert f"{open_now} are open at the end." in plain(
        page
    ) or f"{open_now} is open at the end." in plain(page)
    shown = re.search(r'data-shown="([^"]+)"', before)[1]
    assert reader.get(PAGE, headers={"X-Shown": shown}).status_code == 200
    shown = re.search(r'data-shown="([^"]+)"', page)[1]
    assert reader.get(PAGE, headers={"X-Shown": shown}).status_code == 204
    assert http().get(PAGE).status_code == 303


def test_the_course_through_one_meeting(world, http):
    opened(http(world.helena))
    page = http(world.ruth).get(PAGE).text
    [address] = re.findall(rf'href="({PAGE}\?meeting=[^"]+)"', page)[-1:]
    narrowed = http(world.ruth).get(address).text
    assert 'aria-current="page"' in narrowed and "<svg" in narrowed
