"""When an action is late, what counts as the same wording, which addresses lead outside, and what a period holds."""

from datetime import date

import pytest

from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.filters import ChainFilters, Narrowing
from wgcop.implementation.links import is_outside
from wgcop.implementation.replies import ReplyRate
from wgcop.implementation.states import Period, ProgressState, is_late
from wgcop.resolutions.typeset import is_same_wording

TODAY = date(2026, 5, 4)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("progress", "due_on", "late"),
    [
        (ProgressState.NOT_STARTED, date(2026, 5, 3), True),
        (ProgressState.UNDER_WAY, date(2026, 5, 3), True),
        (ProgressState.UNDER_WAY, TODAY, False),
        (ProgressState.UNDER_WAY, None, False),
        (ProgressState.DONE, date(2026, 5, 3), False),
        (ProgressState.DROPPED, date(2026, 5, 3), False),
    ],
)
def test_an_action_is_late_from_the_day_after_until_it_is_done_or_dropped(progress, due_on, late):
    assert is_late(progress, due_on, TODAY) is late


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ("to educate  parents.", True),
        ("to educate parents;", True),
        ("to educate parents", True),
        ("to educate parents and teachers,", False),
        ("To educate parents,", False),
    ],
)
def test_blanks_and_the_sign_at_the_end_are_no_wording(new, same):
    assert is_same_wording("to educate parents,", new) is same


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org/file", False),
        ("https://", False),
        ("https:///path", False),
        ("https://amina:secret@example.org/", False),
        ("https://example.org/a b", False),
        ("https://[", False),
        ("//example.org/", False),
        ("/documents/WG-COP/3/7", False),
    ],
)
def test_only_pages_of_the_web_are_linked(address, outside):
    assert is_outside(address) is outside


def facts(**fields):
    return ImplementationFacts(what="Play it.", lead="Kenya", **fields)


@pytest.mark.parametrize(
    ("shown", "falls"),
    [
        (facts(), True),
        (facts(starts_on=date(2027, 1, 1)), False),
        (facts(starts_on=date(2024, 1, 1)), True),
        (facts(starts_on=date(2024, 1, 1), progress_on=date(2025, 12, 31)), True),
        (
            facts(
                starts_on=date(2024, 1, 1),
                progress=ProgressState.DONE,
                progress_on=date(2025, 12, 31),
            ),
            False,
        ),
        (
            facts(
                starts_on=date(2024, 1, 1),
                progress=ProgressState.DROPPED,
                progress_on=date(2026, 1, 1),
            ),
            True,
        ),
    ],
)
def test_a_period_holds_what_went_on_in_it(shown, falls):
    assert shown.falls_into(YEAR, known_since=date(2026, 3, 1)) is falls


def test_facts_come_back_from_the_copy_that_was_approved():
    shown = facts(
        partners=("Childline", "Schools"),
        delegation_id=3,
        due_on=TODAY,
        progress=ProgressState.DONE,
        progress_on=TODAY,
        progress_capacity="Kenya · Delegate",
    )
    assert ImplementationFacts.from_json(shown.as_json()) == shown


@pytest.mark.parametrize(
    ("asked", "replied", "percent"), [(0, 0, 0), (3, 1, 33), (200, 199, 99), (200, 200, 100)]
)
def test_a_hundred_percent_means_everybody(asked, replied, percent):
    assert ReplyRate(asked, replied).percent == percent


def test_filters_ignore_what_they_do_not_know_and_keep_what_they_do():
    filters = ChainFilters.of({"show": "late", "delegation": "7", "progress": "", "order": "text"})
    assert (filters.show, filters.delegation, filters.in_text_order) == (Narrowing.LATE, 7, True)
    assert filters.address() == "?show=late&delegation=7&order=text"
    assert filters.address(in_text_order=False) == "?show=late&delegation=7"
    assert not ChainFilters.of({"show": "everything", "delegation": "²"}).any
