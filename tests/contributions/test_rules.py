"""The secretariat sets how a group numbers its documents, and its clock."""

import pytest
from lxml import html

NUMBERS, DEADLINES = "/groups/WG-COP/numbers", "/groups/WG-COP/deadlines"


@pytest.fixture
def numbers():
    def form(**changes):
        return {
            "symbol_name": "WG-COP",
            "earlier_names": "",
            "style": "spaced",
            "version": 0,
            **changes,
        }

    return form  # fmt: skip


@pytest.fixture
def deadlines():
    def form(**changes):
        return {
            "translated_days": "45", "action_days": "45", "delayed_days": "12", "posting_days": "3",
            "no_deadline": ["administrative"], "report_days": "", "zone": "", "holidays": "",
            "working_week": ["0", "1", "2", "3", "4"], "version": 0, **changes,
        }  # fmt: skip

    return form


def test_patterns_are_shown_with_an_example_and_saved(world, http, numbers, document, meeting):
    ines, of_its_year = http(world.ines), f"C{meeting.year % 100:02}"
    data = numbers(contribution="C{yy}/{number}", style="short", earlier_names="WG-CP 2009–2010")
    shown = ines.post(NUMBERS, data={**data, "preview": "1"}).text
    assert f"For example {of_its_year}/7." in shown
    assert "For example" not in ines.get(NUMBERS).text, "looking at examples saves nothing"
    assert ines.post(NUMBERS, data=data).status_code == 303
    page = ines.get(NUMBERS).text
    assert "C{yy}/{number}" in page and "WG-CP 2009–2010" in page
    assert document(world.amina)[1] == f"/documents/{of_its_year}/1"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, http, numbers):
    data = numbers(contribution="{group}{number}", earlier_names="2009 WG-CP", symbol_name="1")
    answer = http(world.ines).post(NUMBERS, data=data)
    assert answer.status_code == 422
    for says in (
        "Put a separator between two numbers",
        "Write it as WG-CP 2009",
        "Begin with a letter",
    ):
        assert says in answer.text
    assert "{group}{number}" in answer.text and "2009 WG-CP" in answer.text


def test_a_style_that_there_is_not_is_refused_and_what_was_typed_stays(world, http, numbers):
    answer = http(world.ines).post(NUMBERS, data=numbers(style="runic", symbol_name="WG-KIDS"))
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.text and "WG-KIDS" in answer.text


def test_two_secretaries_do_not_overwrite_each_other(world, http, numbers, deadlines):
    for address, data in ((NUMBERS, numbers), (DEADLINES, deadlines)):
        assert http(world.ines).post(address, data=data()).status_code == 303
        answer = http(world.jonas).post(address, data=data())
        assert answer.status_code == 409 and "Somebody else changed" in answer.text


def test_whoever_saves_over_deadlines_of_a_colleague_reads_them_first(world, http, deadlines):
    ines, jonas = http(world.ines), http(world.jonas)
    assert ines.post(DEADLINES, data=deadlines(holidays="2026-12-25")).status_code == 303
    refused = jonas.post(DEADLINES, data=deadlines(posting_days="4"))
    notice = html.fromstring(refused.text).xpath("//*[contains(@class, 'notice--error')]//dl/div")
    assert [each.text_content() for each in notice] == [
        "Delayed papers are posted within3",
        "Holidays2026-12-25",
    ]


def test_a_new_meeting_is_offered_the_deadline_by_day_and_time(world, http, deadlines):
    ines = http(world.ines)
    assert ines.post(DEADLINES, data=deadlines(last_minute="18:00")).status_code == 303
    assert 'value="18:00"' in ines.get(DEADLINES).text
    assert "45 calendar days before the first day, at 18:00" in ines.get("/meetings/new").text


def test_the_clock_of_the_group_decides_from_now_on(world, http, deadlines, meeting, clock):
    ines = http(world.ines)
    assert ines.post(DEADLINES, data=deadlines(holidays="2026-12-25")).status_code == 303
    page = ines.get(DEADLINES).text
    assert 'value="45"' in page and "2026-12-25" in page
    new = ines.get("/meetings/new").text
    assert "45 calendar days before the first day" in new


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"delayed_days": "50"}, "earlier than the deadline itself"),
        ({"translated_days": "5"}, "by the deadline itself, or earlier"),
        ({"zone": "Mars/Olympus"}, "no such time zone"),
        ({"holidays": "Christmas"}, "“Christmas” is not a date"),
        ({"working_week": []}, "at least one working day"),
        ({"action_days": "-1"}, "from 0 to 400"),
    ],
)
def test_a_clock_that_cannot_run_is_refused(world, http, deadlines, changes, says):
    answer = http(world.ines).post(DEADLINES, data=deadlines(**changes))
    assert answer.status_code == 422 and says in answer.text


def test_a_meeting_may_have_patterns_of_its_own(world, http, document):
    ines, address = http(world.ines), "/meetings/wg-cop-3/numbers"
    data = {"contribution": "{group}/GENEVA/{number}", "version": 0}
    assert ines.post(address, data=data).status_code == 303
    assert "{group}/GENEVA/{number}" in ines.get(address).text
    assert document(world.amina)[1] == "/documents/WG-COP/GENEVA/1"


@pytest.mark.parametrize("version", ["abc", "", "1.5", "-1"])
def test_a_version_that_is_no_number_counts_as_changed_meanwhile(world, http, version):
    ines, address = http(world.ines), "/meetings/wg-cop-3/numbers"
    answer = ines.post(
        address, data={"contribution": "{group}/GENEVA/{number}", "version": version}
    )
    assert answer.status_code == 409
    assert "{group}/GENEVA/{number}" in answer.text, "what was typed comes back"
    assert "{group}/GENEVA/{number}" not in ines.get(address).text
