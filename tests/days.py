"""Days on which calendars trip, and the tests whose answers hang on the day.

The clock of the workspace can be stopped, but databases, libraries and the tests themselves ask the machine's. libfaketime sets
them all. `tests/rest/days` runs `DATED` on two of these days, with each day others; `make test-days` runs every test, or those that
ARGS names, on all of them.

One process reads all that is needed, makes the demo world once, and forks another for each day. So each day begins at its moment,
and costs no more than its own demo world and its tests.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.running.processes import end_with

ROOT = Path(__file__).parents[1]

DAYS = {
    "the day before a leap day": "2028-02-28 12:00:00",
    "a leap day": "2028-02-29 12:00:00",
    "the last of February": "2027-02-28 12:00:00",
    "the last of a month of 30 days": "2027-04-30 12:00:00",
    "the last of a month of 31 days": "2027-05-31 12:00:00",
    "the last hour of a year": "2026-12-31 23:20:00",
    "the last minutes of winter time in Geneva": "2027-03-28 00:58:00",
    "the last minutes of summer time in Geneva": "2027-10-31 00:58:00",
    "a Friday at 23:59": "2027-01-15 23:59:00",
    "the first minute of a Monday": "2027-01-18 00:00:05",
}
"""In UTC. With the hours before and after midnight Geneva has another day than UTC."""

DATED = {
    "test_demo.py": """
        test_loading_it_again_changes_nothing
        test_loaded_again_weeks_later_its_meeting_is_on
        test_the_past_meeting_has_decided_on_everything
        test_the_other_meeting_is_on_whatever_the_hour
        test_papers_that_arise_at_the_meeting_can_still_be_brought
        test_contributions_are_in_all_states
        test_the_agenda_takes_up_clauses_and_papers
        test_outcomes_were_recorded_by_the_secretariat
    """,
    "accounts/test_browsers.py": """
        test_an_account_ends_after_its_last_day_and_its_words_stay
        test_open_pages_are_disconnected_at_midnight_and_no_minute_later
        test_a_delegation_and_a_role_end_on_their_day_and_the_account_goes_on
        test_a_last_day_that_is_over_or_ones_own_is_refused_with_what_was_typed
        test_an_invitation_ends_with_the_last_day_that_it_names
    """,
    "audit/test_retention.py": "",
    "contributions/test_cover.py": """
        test_it_is_done_says_what_happens_next_and_gives_a_link
        test_late_it_says_that_it_waits_and_then_what_became_of_it
        test_the_preview_says_what_it_would_be_if_it_were_submitted_now
    """,
    "contributions/test_list.py": "test_a_delayed_document_is_found_as_delayed",
    "contributions/test_queue.py": """
        test_a_delayed_paper_waits_with_all_that_the_secretariat_needs
        test_what_must_be_posted_first_stands_first
        test_a_late_paper_is_held_at_once_and_asks_nobody
    """,
    "following/test_saved_searches_feed.py": "",
    "following/test_saved_searches_mail.py": "",
    "implementation/test_reports.py": """
        test_a_report_without_a_title_or_with_days_that_cannot_be_comes_back_filled_in
        test_what_is_adopted_says_as_of_when_and_by_which_meeting_and_everybody_reads_it
    """,
    "implementation/test_validity.py": """
        test_whoever_gave_it_and_the_secretariat_are_told_once
        test_still_valid_binds_it_to_the_new_edition
    """,
    "meetings/test_calendars.py": """
        test_the_clock_of_the_place_counts_over_the_last_sunday_of_october
        test_a_deadline_is_a_moment_that_takes_no_time_and_leaves_alarms_to_the_reader
        test_a_change_of_time_or_place_raises_the_number_and_keeps_the_id
        test_a_day_that_begins_earlier_by_the_agenda_has_a_higher_number_for_whoever_reads_it
        test_a_deadline_that_moves_has_a_higher_number
        test_the_end_of_silence_moves_with_more_time_and_goes_with_an_objection
        test_an_action_point_stands_on_its_day_until_it_is_done
        test_neither_time_nor_what_others_do_changes_a_calendar
    """,
    "meetings/test_registration.py": """
        test_a_delegate_registers_changes_it_and_takes_it_back
        test_the_event_in_the_letter_is_that_of_the_meeting_with_the_link_to_join
        test_those_who_registered_get_an_updated_event_when_time_or_place_change
        test_after_the_meeting_only_the_secretariat_changes_who_is_on_the_list
    """,
    "meetings/test_reports.py": """
        test_the_report_of_the_second_meeting_says_what_was_decided_there
        test_no_report_is_composed_before_the_meeting
        test_a_report_that_comes_after_its_meeting_is_not_late
        test_a_report_that_is_submitted_before_its_meeting_ends_is_numbered_there
        test_a_meeting_that_is_on_has_no_record_yet
    """,
    "meetings/test_sessions.py": """
        test_items_are_put_into_sessions_and_the_breaks_are_in_the_times
        test_the_secretariat_fills_in_the_usual_sessions_and_saves_them
        test_a_meeting_that_begins_on_a_saturday_usually_sits_on_it
        test_sessions_that_are_alike_on_days_in_a_row_stand_in_one_line
        test_sessions_move_with_the_meeting
        test_calendars_have_the_sessions
    """,
    "meetings/test_silence.py": """
        test_adoption_is_recorded_by_itself_when_nobody_objects
        test_an_objection_after_the_time_is_refused_although_nothing_is_recorded_yet
        test_more_time_counts_only_once_it_is_granted
        test_an_end_in_the_past_is_refused
        test_a_wording_that_silence_adopts_goes_to_its_clause
    """,
}
"""What is said, due, ended or told by a day: the demo world as it is made on it, deadlines, sessions of meetings and of browsers,
registration, silence, reports, feeds and calendars. Of a module without names all tests over the demo world. Chosen to take twenty
seconds of a processor for each day."""

CHOSEN = "TEST_DATED"
"""In the environment of a run of `DATED`: the days of it."""


def library(faketime: str = "faketime") -> str:
    """The program itself shares a clock among its processes in a file that stays if it is killed; the library alone needs none."""
    asked = [faketime, "-f", "+0", "printenv", "LD_PRELOAD"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def command(*arguments: str, preloaded: str, dated: Sequence[str] = ()) -> list[str]:
    """One process for all days, in which `preloaded` gives the time; `dated`: for these days, with `DATED` alone."""
    clocks = {
        "TZ": "UTC",
        "LD_PRELOAD": preloaded,
        "FAKETIME": "+0",
        "FAKETIME_DISABLE_SHM": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # how long something takes stays true
        "FAKETIME_NO_CACHE": "1",  # each process that is forked has another day
        "NO_FAKE_STAT": "1",  # or every module would be compiled anew, its file being of another day
        "TEST_DATABASES": os.environ.get("TEST_DATABASES", "sqlite"),
        **({CHOSEN: "; ".join(dated)} if dated else {}),
    }
    told = [f"{name}={value}" for name, value in clocks.items()]
    of_this_run = [name for name in os.environ if name.startswith(("PYTEST_", "COV_"))]
    unset = [word for name in of_this_run for word in ("-u", name)]
    tests = [f"tests/{module}" for module in DATED] if dated else []
    pytest_ = [sys.executable, "-m", "pytest", "-p", "tests.days", "-q", *arguments, *tests]
    return ["env", *unset, *told, *pytest_]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHOSEN in os.environ:
        items[:] = filter(is_dated, items)


def days() -> dict[str, str]:
    asked = os.environ.get(CHOSEN)
    return {day: DAYS[day] for day in asked.split("; ")} if asked else DAYS


def is_dated(item: pytest.Item) -> bool:
    names = DATED[item.path.relative_to(ROOT / "tests").as_posix()].split()
    if names:
        return item.originalname in names  # type: ignore[attr-defined]
    return "database" in getattr(item, "fixturenames", ())


def pytest_collection_finish(session: pytest.Session) -> None:
    if not session.config.option.collectonly and not session.testsfailed:
        session.config.pluginmanager.register(EachDay(), "each day")


class EachDay:
    """In turn; what failed on one does not keep the others from being tried."""

    def __init__(self) -> None:
        self._failed: list[str] = []

    @pytest.hookimpl(
        tryfirst=True
    )  # before whoever runs the tests, which the process of each day goes on to
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        prepare()
        for day, moment in days().items():
            ahead = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() - time.time()
            sys.stdout.flush()
            here = os.getpid()
            process = os.fork()
            if process == 0:
                end_with(here, signal.SIGKILL)
                os.environ["FAKETIME"] = f"{ahead:+.0f}"
                session.config.pluginmanager.unregister(self)
                session.config.pluginmanager.register(OneDay())
                return None
            _, status = os.waitpid(process, 0)
            is_passed = os.waitstatus_to_exitcode(status) == 0
            self._failed += [] if is_passed else [day]
            said = "passed" if is_passed else "failed"
            os.write(1, f"== {said} on {day}: {moment} UTC\n".encode())
        session.testsfailed = len(self._failed)
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        failed = "; ".join(self._failed)
        terminalreporter.write_line(
            f"Tests failed on: {failed}." if failed else "All passed on each day."
        )


class OneDay:
    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, exitstatus: int) -> object:
        """What is left to take apart is also that of the days to come."""
        yield
        sys.stdout.flush()
        os._exit(exitstatus)


def prepare() -> None:
    """What each day would read, compile and embed for itself. The demo world of today is of no further use."""
    # Not as this plugin is loaded, which comes before `conftest.py`.
    from tests import serving  # noqa: PLC0415
    from tests.conftest import SETTINGS  # noqa: PLC0415
    from tests.templates import Templates  # noqa: PLC0415

    serving.share_compiled_statements()
    with TemporaryDirectory() as folder:
        Templates(Path(folder), SETTINGS, is_alone=True).get(None, with_world=True)
    serving.leave_what_is_read()


def main(arguments: Sequence[str]) -> int:
    return subprocess.run(
        command(*arguments, preloaded=library()), cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
