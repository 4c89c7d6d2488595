"""Papers that people of the demo world bring to its third meeting."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.numbering.series import Series
from wgcop.resolutions.models import Wording


@pytest.fixture
def meeting(app, world, clock):
    """The third meeting, a day before contributions are due: `.before()` and `.after()` stop the clock."""
    with app.app_context():
        row = db.session.scalar(select(Meeting).where(Meeting.slug == "wg-cop-3"))
        due, key, year = row.contributions_due, row.id, row.starts_on.year
        last = db.session.get_one(Series, "wgcop 3").last
    moments = SimpleNamespace(
        id=key,
        slug="wg-cop-3",
        year=year,
        due=due,
        last_number=last,
        before=lambda: clock.stop(due - timedelta(minutes=1)),
        after=lambda: clock.stop(due + timedelta(minutes=1)),
    )
    moments.before()
    return moments


@pytest.fixture
def fourth_meeting(app, meeting) -> Callable[[], int]:
    """`fourth_meeting()` calls the next one, a year after the third, and gives its number as a row."""

    def call() -> int:
        with app.app_context():
            third = db.session.get_one(Meeting, meeting.id)
            fourth = Meeting(
                group=third.group,
                number=4,
                slug="wg-cop-4",
                title="Fourth meeting",
                place="Geneva",
                zone=third.zone,
                starts_on=third.starts_on + timedelta(weeks=52),
                ends_on=third.ends_on + timedelta(weeks=52),
                contributions_due=third.contributions_due,
            )
            db.session.add(fourth)
            db.session.commit()
            return fourth.id

    return call


@pytest.fixture
def clause(app, world):
    """A clause that no paper of the demo world is about."""
    with app.app_context():
        wording = db.session.scalar(
            select(Wording).where(Wording.citation == "invites Member States 2")
        )
        return SimpleNamespace(id=wording.clause_id, wid=wording.clause.wid)


@pytest.fixture
def typed(meeting, clause) -> Callable[..., dict[str, Any]]:
    """A filled-in form in due form; arguments change fields of it."""

    def form(**changes: Any) -> dict[str, Any]:
        return {
            "meeting": meeting.id,
            "title": "Radio plays about the net",
            "purpose": "action",
            "action_required": "The group is invited to note the trial.",
            "abstract": "Radio reaches parents whom posters do not.",
            "keywords": "awareness, radio",
            "contact": "Amina Barasa, Kenya",
            "text": "# Background\n\nA trial in four districts.\n\na) recorded\nb) broadcast",
            "language": "en",
            "clauses": [clause.id],
            **changes,
        }

    return form


@pytest.fixture
def draft(http, typed) -> Callable[..., str]:
    """`draft(world.amina, drafters=[world.wanjiru])` is the address of a new draft of hers, with a colleague named."""

    def begin(person: Any, drafters: Sequence[Any] = (), **changes: Any) -> str:
        with_capacity = {"capacity": capacity_key(person), **changes}
        answer = http(person).post("/contributions/", data=typed(**with_capacity))
        assert answer.status_code == 303, answer.text
        address = answer.headers["Location"].removesuffix("/edit")
        for colleague in drafters:
            named = http(person).post(f"{address}/drafters", data={"person": colleague.email})
            assert named.status_code == 303, named.text
        return address

    return begin


@pytest.fixture
def document(http, draft, meeting) -> Callable[..., tuple[str, str]]:
    """The working address of an accepted paper, and the address of the document."""

    def bring(person: Any, **changes: Any) -> tuple[str, str]:
        address = draft(person, **changes)
        answer = http(person).post(f"{address}/submission")
        assert answer.status_code == 303, answer.text
        return address, answer.headers["Content-Location"]

    return bring


@pytest.fixture
def attach(http):
    """`attach(person, document, kind)` is the address of a draft with a text that can be submitted."""

    def begin(person, working, kind="addendum", corrects="", text="More on the trial."):
        answer = http(person).post(
            f"{working}/attachments", data={"kind": kind, "corrects": corrects}
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].removesuffix("/edit")

    return begin


@pytest.fixture
def write(app):
    """Puts a text into a draft."""

    def put(address, words="More on the trial."):
        with app.app_context():
            paper = paper_at(address)
            paper.draft.plain = words
            paper.draft.text = {
                "type": "doc",
                "content": [
                    {"type": "paragraph", "attrs": {"wid": "p1"}, "content": [{"type": "text", "text": words}]}
                ],
            }  # fmt: skip
            db.session.commit()

    return put


@pytest.fixture
def issue(http, attach, write):
    def bring(person, working, kind="addendum", corrects=""):
        address = attach(person, working, kind, corrects)
        write(address)
        answer = http(person).post(f"{address}/submission")
        assert answer.status_code == 303, answer.text
        return address, answer.headers["Content-Location"]

    return bring


def paper_at(address: str) -> Contribution:
    return db.session.get_one(Contribution, int(address.rpartition("/")[2]))


def status(client: Any, url: str) -> int:
    with client.get(url) as answer:
        return int(answer.status_code)


def capacity_key(person: Any) -> str:
    if person.memberships:
        return f"delegation-{person.memberships[0].delegation_id}"
    return f"office-{person.offices[0].id}"
