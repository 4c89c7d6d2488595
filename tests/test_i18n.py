"""Dates as people write them, in every language of the Union."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from wgcop.i18n import as_known, days

MEETING = (date(2026, 11, 23), date(2026, 11, 26))


@pytest.fixture(scope="module")
def request_of():
    app = Flask(__name__)
    Babel(app)
    return app.test_request_context


@pytest.mark.parametrize(
    "language, written",
    [
        ("en", "23–26 November 2026"),
        ("fr", "23–26 novembre 2026"),
        ("es", "23–26 de noviembre de 2026"),
        ("ru", "23–26 ноября 2026\u202fг."),
        ("ar", "23–26 نوفمبر 2026"),
        ("zh", "2026年11月23日至26日"),
    ],
)
def test_the_days_of_a_meeting_say_once_what_they_share(request_of, language, written):
    with request_of(), force_locale(language):
        assert days(MEETING) == written


@pytest.mark.parametrize(
    "first, last, written",
    [
        (date(2026, 11, 23), date(2026, 11, 23), "23 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November – 2 December 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 December 2026 – 2 January 2027"),
    ],
)
def test_they_may_be_one_day_or_lie_in_two_months_or_years(request_of, first, last, written):
    with request_of():
        assert " ".join(days((first, last)).split()) == written


@pytest.mark.parametrize(
    "known, written",
    [("", ""), ("2008", "2008"), ("2008-11", "November 2008"), ("2008-11-07", "7 November 2008")],
)
def test_a_date_is_written_as_far_as_it_is_known(request_of, known, written):
    with request_of():
        assert as_known(known) == written
