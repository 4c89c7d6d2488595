"""Dates as people write them, in every language of the Union."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from wgcop.i18n import days, moment, partial_date
from wgcop.languages import LANGUAGE_NAMES, language_direction

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
        assert partial_date(known) == written


@pytest.mark.parametrize(
    "month, zone, place, written",
    [
        (11, "Europe/Zurich", "Geneva", "26 November 2026, 18:00 Geneva time (CET, UTC+1)"),
        (7, "Europe/Zurich", "", "26 July 2026, 19:00 Zurich time (CEST, UTC+2)"),
        (11, "America/Sao_Paulo", "", "26 November 2026, 14:00 Sao Paulo time (UTC−3)"),
        (11, "Asia/Kolkata", "Delhi", "26 November 2026, 22:30 Delhi time (IST, UTC+5:30)"),
        (11, "Africa/Abidjan", "Abidjan", "26 November 2026, 17:00 Abidjan time (GMT, UTC)"),
        (11, "UTC", "Geneva", "26 November 2026, 17:00 UTC"),
    ],
)
def test_a_moment_says_whose_time_it_is_and_how_far_from_utc(
    request_of, month, zone, place, written
):
    with request_of():
        assert moment(datetime(2026, month, 26, 17, 0, tzinfo=UTC), zone, place) == written


def test_of_the_six_languages_arabic_runs_from_the_right():
    runs_left = [each for each in LANGUAGE_NAMES if language_direction(each) == "rtl"]
    assert runs_left == ["ar"]
    assert language_direction("ar-EG") == "rtl" and language_direction("und") == "ltr"
