"""Dates as far as they are known."""

import pytest

from wgcop import dates


@pytest.mark.parametrize("written", ["2009", "2008-11", "2007-05-17", "1924"])
def test_a_year_a_month_or_a_day_is_known(written):
    assert dates.is_partial_date(written)


@pytest.mark.parametrize(
    "written",
    ["", "9", "200", "2008-13", "2007-02-30", "2008-11-", "about 2009", "2009 ", "２００９-99"],
)
def test_what_is_no_date_is_not_read_as_one(written):
    assert not dates.is_partial_date(written)


@pytest.mark.parametrize(
    "started, ended, shown",
    [
        ("2009", "", "2009–"),
        ("2014", "2017", "2014–2017"),
        ("2009-10", "2009-11", "2009"),
        ("", "2016", "–2016"),
        ("", "", ""),
    ],
)
def test_the_table_shows_years(started, ended, shown):
    assert dates.years(started, ended) == shown


def test_dates_are_compared_only_as_far_as_both_are_known():
    assert dates.is_before("2008-11", "2009")
    assert dates.is_before("2008-11-03", "2008-11-04")
    assert not dates.is_before("2008-11", "2008")
    assert not dates.is_before("2008", "2008-11")
