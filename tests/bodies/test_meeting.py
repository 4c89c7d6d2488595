"""A meeting as papers and pages ask it: when it opens, who reads its agenda, until when papers are due."""

from datetime import UTC, date, datetime, time

import pytest

from wgcop.bodies.models import Group, Meeting, Moment

GROUP = Group(code="WG-COP", name="Council Working Group on Child Online Protection")


def meeting(**changed):
    arranged = {
        "group": GROUP,
        "number": 3,
        "slug": "wg-cop-3",
        "title": "Third meeting",
        "place": "Geneva",
        "zone": "Europe/Zurich",
        "starts_on": date(2026, 6, 2),
        "ends_on": date(2026, 6, 3),
        "opens_at": time(9, 30),
        "contributions_due": datetime(2026, 5, 21, 21, 59, tzinfo=UTC),
        "agenda_published": False,
    }
    return Meeting(**{**arranged, **changed})


@pytest.mark.parametrize(
    "zone, hour", [("Europe/Zurich", 7), ("Africa/Nairobi", 6), ("America/New_York", 13)]
)
def test_it_opens_when_the_clock_of_its_place_says_so(zone, hour):
    assert meeting(zone=zone).opens == datetime(2026, 6, 2, hour, 30, tzinfo=UTC)


def test_winter_time_is_counted_too():
    assert meeting(starts_on=date(2026, 12, 1)).opens == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def test_the_agenda_is_for_members_until_it_is_published():
    assert meeting().agenda_audience == "members"
    assert meeting(agenda_published=True).agenda_audience == "public"
    assert meeting(id=1).search_record().audience == {"public"}


def test_papers_are_on_time_up_to_the_last_minute(clock):
    clock.stop(datetime(2026, 5, 21, 21, 59, tzinfo=UTC))
    assert meeting().is_open_for_contributions
    clock.advance(seconds=1)
    assert not meeting().is_open_for_contributions


def test_a_meeting_is_on_during_its_days_in_its_own_zone(clock):
    clock.stop(datetime(2026, 6, 1, 21, 59, tzinfo=UTC))
    assert meeting().moment == Moment.COMING
    clock.advance(minutes=1)
    assert meeting().moment == Moment.NOW
    clock.stop(datetime(2026, 6, 3, 22, 0, tzinfo=UTC))
    assert meeting().moment == Moment.PAST


@pytest.mark.parametrize(
    "place, town, called",
    [
        ("Geneva", "", "Geneva"),
        ("Geneva and online", "", "Geneva"),
        ("Geneva, Room L", "", "Geneva"),
        ("Genève et en ligne", "", "Genève"),
        ("Женева и онлайн", "", "Женева"),
        ("São Paulo (Room 2)", "", "São Paulo"),
        ("Online", "", "Zurich"),
        ("", "", "Zurich"),
        ("Online", "Geneva", "Geneva"),
        ("Room L and online", "Geneva", "Geneva"),
    ],
)
def test_its_times_are_named_after_its_town(place, town, called):
    assert meeting(place=place, town=town).clock_place == called
