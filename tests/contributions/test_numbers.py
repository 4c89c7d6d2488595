"""Numbers are given on acceptance: none twice and none left out, whoever accepts at the same moment."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.live.room import wait_until
from tests.servers import Script
from wgcop.bodies.models import Group, GroupName, Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db, writing
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.series import (
    GroupNumbering,
    MeetingNumbering,
    Series,
    group_numbering,
    last_numbers,
    numbering_of,
    take_number,
)
from wgcop.numbering.symbol import RevisionStyle

KEY = "wgcop 9"
WORKERS, ROUNDS = 8, 12


class ChangedTheirMind(Exception):
    pass


@pytest.mark.databases
def test_many_threads_take_each_number_once_and_rollbacks_leave_no_gap(app):
    start = Barrier(WORKERS)

    def take(seed):
        chance, kept = random.Random(seed), []
        start.wait()
        for _ in range(ROUNDS):
            with app.app_context():
                try:
                    with writing():
                        number = take_number(KEY)
                        if chance.random() < 0.4:
                            raise ChangedTheirMind
                        db.session.commit()
                    kept.append(number)
                except ChangedTheirMind:
                    db.session.rollback()
        return kept

    with ThreadPoolExecutor(WORKERS) as pool:
        numbers = [number for kept in pool.map(take, range(WORKERS)) for number in kept]
    assert len(numbers) > WORKERS
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    with app.app_context():
        assert last_numbers([KEY]) == {KEY: len(numbers)}


PROCESS = """
import random, sys, time
from pathlib import Path
from wgcop.app import create_app
from wgcop.numbering.series import take_number
from wgcop.database import db, writing

url, data, folder, rounds, seed = sys.argv[1:]
app = create_app({"TESTING": True, "SECRET_KEY": "s", "DATABASE_URL": url, "DATA_DIR": data, "REDIS_URL": ""})
chance, folder, numbers = random.Random(int(seed)), Path(folder), []
(folder / f"ready-{seed}").touch()
while not (folder / "begin").exists():
    time.sleep(0.001)
for _ in range(int(rounds)):
    with app.app_context(), writing():
        number = take_number("wgcop 9")
        if chance.random() < 0.4:
            db.session.rollback()
            continue
        db.session.commit()
        numbers.append(str(number))
(folder / f"took-{seed}").write_text(" ".join(numbers))
"""


@pytest.mark.databases
def test_many_processes_take_each_number_once(app, database, tmp_path):
    """All begin when the last has started: one that came later would find the others done."""
    place = [database["DATABASE_URL"], database["DATA_DIR"], tmp_path, ROUNDS]
    running = [Script(PROCESS, *place, seed) for seed in range(3)]
    wait_until(lambda: len([*tmp_path.glob("ready-*")]) == len(running))
    (tmp_path / "begin").touch()
    assert [process.wait() for process in running] == [0, 0, 0]
    took = [file.read_text().split() for file in tmp_path.glob("took-*")]
    assert len(took) == len(running) and all(took)
    numbers = [int(number) for each in took for number in each]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def accept_all(app, http, secretary, addresses):
    def accept(address):
        return http(secretary).post(f"{address}/acceptance").headers["Location"]

    with ThreadPoolExecutor(len(addresses)) as pool:
        return list(pool.map(accept, addresses))


@pytest.mark.databases
def test_papers_accepted_at_the_same_moment_are_numbered_without_a_gap(
    app, world, http, draft, meeting
):
    addresses = [draft(world.amina, title=f"Paper {n}") for n in range(6)]
    meeting.after()
    for address in addresses:
        assert http(world.amina).post(f"{address}/submission").status_code == 303
    documents = accept_all(app, http, world.ines, addresses)
    first = meeting.last_number + 1
    assert sorted(documents) == [f"/documents/WG-COP/3/{n}" for n in range(first, first + 6)]


def test_a_number_is_not_used_again_after_a_withdrawal(world, http, document, meeting):
    _, address = document(world.amina)
    assert http(world.amina).post(f"{_}/withdrawal").status_code == 303
    _, following = document(world.amina, title="Another paper")
    assert following == f"/documents/WG-COP/3/{meeting.last_number + 2}"
    assert http(world.luc).get(address).status_code == 200


def test_each_kind_has_its_series(world, http, document, meeting):
    _, first = document(world.amina, title="One")
    _, apart = document(world.amina, title="Two", purpose="information", action_required="")
    _, second = document(world.amina, title="Three")
    assert first == f"/documents/WG-COP/3/{meeting.last_number + 1}"
    assert apart == "/documents/WG-COP/3/INF/2"
    assert second == f"/documents/WG-COP/3/{meeting.last_number + 2}"


@pytest.fixture
def number_as(app):
    """`number_as(contribution="{group}/{number}")` sets patterns of the group."""

    def set_patterns(style="spaced", meeting=None, **patterns):
        with app.app_context():
            group = db.session.scalars(select(Group).where(Group.code == "WG-COP")).one()
            if meeting:
                db.session.merge(MeetingNumbering(meeting_id=meeting, patterns=patterns))
            else:
                db.session.merge(
                    GroupNumbering(group_id=group.id, style=style, patterns=patterns, version=1)
                )
            db.session.commit()

    return set_patterns


@pytest.mark.parametrize(
    "pattern, printed, address",
    [
        ("{group}/{number}", "WG-COP/1", "WG-COP/1"),
        ("{group}-{meeting}/{number}-{language}", "WG-COP-3/{next}-E", "WG-COP-3/{next}"),
        ("C{yy}/{number}", "C{yy}/1", "C{yy}/1"),
    ],
)
def test_a_group_numbers_by_the_pattern_that_its_secretariat_set(
    world, http, document, meeting, number_as, pattern, printed, address
):
    number_as(contribution=pattern)
    known = {"next": meeting.last_number + 1, "yy": f"{meeting.year % 100:02}"}
    _, url = document(world.amina)
    assert url == "/documents/" + address.format(**known)
    page = http(world.luc).get(url).text
    assert f'<span class="symbol">{printed.format(**known)}</span>' in page


def test_the_same_series_goes_on_when_only_signs_of_its_pattern_change(
    world, document, meeting, number_as
):
    number_as(contribution="{group}-{meeting}/{number}")
    _, url = document(world.amina)
    assert url == f"/documents/WG-COP-3/{meeting.last_number + 1}"


def test_a_meeting_may_number_otherwise(world, document, meeting, number_as, app):
    number_as(meeting=meeting.id, contribution="{group}/SPECIAL/{number}")
    assert document(world.amina)[1] == "/documents/WG-COP/SPECIAL/1"
    with app.app_context():
        third = db.session.get_one(Meeting, meeting.id)
        assert numbering_of(third).symbol(DocumentKind.REPORT, 2).base == "WG-COP/3/REP/2"


def test_an_issued_symbol_stays_when_the_pattern_changes_and_the_group_is_renamed(
    app, world, http, document, meeting, number_as
):
    _, old = document(world.amina, title="Before")
    number_as(contribution="{group}-{meeting}/{number}-{language}", style="bracketed")
    with app.app_context():
        group = db.session.scalars(select(Group).where(Group.code == "WG-COP")).one()
        group.symbol_name = "CWG-COP"
        group.earlier_names.append(GroupName(name="COP-GROUP", since=2008, until=2009))
        db.session.commit()
    _, new = document(world.amina, title="After")
    reader = http(world.luc)
    assert old == f"/documents/WG-COP/3/{meeting.last_number + 1}"
    assert new == "/documents/CWG-COP-3/1"
    page = reader.get(old).text
    assert f'<span class="symbol">WG-COP/3/{meeting.last_number + 1}</span>' in page
    for name in ("WG-CP", "COP-GROUP", "CWG-COP"):
        answer = reader.get(old.replace("WG-COP", name))
        expected = new if (name, old) == ("CWG-COP", "/documents/WG-COP/3/1") else old
        assert (answer.status_code, answer.headers["Location"]) == (303, expected)


@pytest.mark.parametrize(
    "written",
    [
        "wg-cop/3/1", "wg-cop 3/1", "WG-COP-3/1-E", "WGCOP 3 1", "Document WG-COP/3/1",
        "WG-COP/3/1 (F)", "CWG-COP-3/1-E", "WG-CP/3/1", "S26-CLWGCOP3-C-0001", "S26-CLCWGCOP3-C-0001",
        "D26-WGCOP3-C-0001!!MSW-E",
    ],
)  # fmt: skip
def test_a_document_is_found_by_any_usual_way_of_writing_it(world, http, written):
    answer = http(world.luc).get(f"/documents/{written}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/documents/WG-COP/3/1")


def test_a_wording_is_found_by_any_usual_way_of_writing_it(world, http):
    for written in (
        "WG-COP/3/2(Rev.1)-E", "wg-cop 3/2 Rev 1", "Revision 1 to Document WG-COP/3/2",
        "CWG-COP-3/2R1-E", "S10-CWGCOP3-C-0002!R1!PDF-E",
    ):  # fmt: skip
        answer = http(world.luc).get(f"/documents/{written}")
        assert answer.headers["Location"] == "/documents/WG-COP/3/2/Rev.1"
    assert http(world.luc).get("/documents/WG-COP/3/2 Rev.7").status_code == 404


def test_a_guest_is_led_to_the_sign_in_page_whether_a_symbol_exists_or_not(world, http):
    for symbol in ("wg-cop 3/1", "WG-COP/3/999"):
        assert "/sign-in" in http().get(f"/documents/{symbol}").headers["Location"]


def test_a_group_shows_its_numbers_as_its_latest_meeting_gives_them(session, world, clock):
    """Of two or more meetings the latest, whose number is not its year; of a group that never met, its first."""
    clock.stop(datetime(2031, 5, 4, tzinfo=UTC))
    met = session.scalar(select(Group).where(Group.code == "WG-COP"))
    assert {meeting.number for meeting in met.meetings} >= {2, 3}
    new = Group(code="NEW", name="New group", parent=met)
    session.add_all([new, GroupNumbering(group_id=met.id, style=RevisionStyle.SHORT)])
    session.flush()
    kind = DocumentKind.CONTRIBUTION
    assert str(group_numbering(met).symbol(kind, 7)) == "WG-COP/3/7"
    assert str(group_numbering(met, "WG").symbol(kind, 7)) == "WG/3/7"
    assert str(group_numbering(new).symbol(kind, 7)) == "NEW/1/7"
    latest = max(met.meetings, key=lambda meeting: meeting.number)
    assert group_numbering(met).occasion.year == latest.starts_on.year
    assert group_numbering(new).occasion.year == 2031
    assert group_numbering(met).style == RevisionStyle.SHORT
    assert group_numbering(new).style == RevisionStyle.SPACED


def test_the_counter_has_one_row_for_each_series(app, world, document):
    document(world.amina, title="One")
    document(world.amina, title="Two", purpose="information", action_required="")
    with app.app_context():
        assert set(db.session.scalars(select(Series.key))) == {
            "wgcop 2 adm",
            "wgcop 3",
            "wgcop 3 adm",
            "wgcop 3 1 addendum",
            "wgcop 3 inf",
            "wgcop 3 inf 1 corrigendum",
        }
        keys = db.session.scalars(
            select(Contribution.symbol_key).where(Contribution.number.is_not(None))
        ).all()
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "typed, address",
    [
        ("wg-cop 3/1", "/documents/WG-COP/3/1"),
        ("WG-COP/3/2(Rev.1)-E", "/documents/WG-COP/3/2/Rev.1"),
        ("Document 1", "/documents/WG-COP/3/1"),
        ("Doc. 2 Rev 1", "/documents/WG-COP/3/2/Rev.1"),
        ("INF/1", "/documents/WG-COP/3/INF/1"),
        ("S26-CLWGCOP3-C-0001", "/documents/WG-COP/3/1"),
        ("CWG-COP-3/1A1", "/documents/WG-COP/3/1/Add.1"),
        ("INF/1C1", "/documents/WG-COP/3/INF/1/Corr.1"),
    ],
)
def test_a_symbol_in_the_search_box_leads_straight_to_its_document(world, http, typed, address):
    answer = http(world.luc).get("/search", query_string={"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    named = http(world.luc).get("/search.json", query_string={"q": typed}).get_json()
    assert named["leads_to"] == address
    offered = http(world.luc).get("/search/suggestions", query_string={"q": typed}).get_json()
    assert offered["suggestions"][0]["url"] == address


@pytest.mark.parametrize("typed", ['"WG-COP/3/1"', "1", "children 1", "WG-COP/3/999", "3 1"])
def test_other_words_and_a_symbol_in_quotation_marks_are_searched(world, http, typed):
    assert http(world.luc).get("/search", query_string={"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "WG-COP/3/1", "Document 1", "Doc. 2 Rev 1", "INF/1", "S26-CLWGCOP3-C-0001", "S26-CLWGCOP-C-0001",
        "CWG-COP-3/1A1", "INF/1C1",
    ],
)  # fmt: skip
def test_the_search_box_betrays_no_document_to_a_guest(world, http, typed):
    """However it is typed: neither its address nor its title."""
    asked = {"query_string": {"q": typed}}
    assert http(world.luc).get("/search", **asked).status_code == 303
    assert http().get("/search", **asked).status_code == 200
    assert http().get("/search.json", **asked).get_json()["leads_to"] is None
    offered = http().get("/search/suggestions", **asked).get_json()["suggestions"]
    assert [each["url"] for each in offered if "/documents/" in each["url"]] == []
