"""What somebody does through its page is one row of the audit trail, and what nobody else may know is none."""

import pytest
from sqlalchemy import func, select

from tests.accounts.test_sign_in import AMINA
from wgcop.agenda.models import AgendaItem
from wgcop.audit.models import AuditRow
from wgcop.database import db

JSON = {"Accept": "application/json"}
WID = "wtdc-67.recs_recognizing__rec_b"


@pytest.fixture
def deeds(app):
    """`deeds()`: those that were added since it was last asked."""
    seen = 0

    def added():
        nonlocal seen
        with app.app_context():
            rows = db.session.scalars(
                select(AuditRow.deed).where(AuditRow.number > seen).order_by(AuditRow.number)
            ).all()
            seen = db.session.scalar(select(func.max(AuditRow.number))) or 0
            return list(rows)

    added()
    return added


@pytest.fixture
def item(app, meeting):
    with app.app_context():
        items = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        return db.session.scalars(items.order_by(AgendaItem.id)).first().url


def test_each_deed_through_its_page_is_one_row(world, http, draft, item, deeds):
    browser = http()
    browser.post("/sign-in", data=AMINA | {"password": "not this one"})
    assert deeds() == ["person.sign-in-failed"]
    browser.post("/sign-in", data=AMINA)
    assert deeds() == ["person.signed-in"]

    work = draft(world.amina)
    assert deeds() == []
    browser.post(f"{work}/submission")
    assert deeds() == ["contribution.submitted", "contribution.accepted"]
    browser.post(f"{work}/revisions")
    assert deeds() == []
    browser.post(f"{work}/submission")
    assert deeds() == ["contribution.revised"]
    browser.post(f"{work}/withdrawal")
    assert deeds() == ["contribution.withdrawn"]

    said = {"body": "Kenya agrees.", "audience": "members", "type": "substantive", "key": "one"}
    name = browser.post(f"/clauses/{WID}/comments", data=said, headers=JSON).json["id"]
    assert deeds() == []
    browser.post(f"/comments/{name}/retraction")
    assert deeds() == ["comment.retracted"]
    browser.post("/sign-out")
    assert deeds() == ["person.signed-out"]

    helena = http(world.helena)
    helena.post(f"{item}/outcome", data={"outcome": "noted", "text": "The group noted it."})
    assert deeds() == ["agenda.decided"]
    helena.post(f"{item}/outcome/withdrawal")
    assert deeds() == ["agenda.decision-withdrawn"]

    ines = http(world.ines)
    her = world.luc
    deeds()
    kenya = str(world.delegation("Kenya").id)
    new = {
        "email": "new@example.org",
        "name": "",
        "delegation": kenya,
        "role": "member",
        "office": "",
    }
    ines.post("/people/invitations", data=new)
    assert deeds() == ["invitation.made"]
    ines.post(f"/people/{her.id}/offices", data={"office": "rapporteur", "scope": "Youth"})
    assert deeds() == ["person.appointed"]
    ines.get("/audit.csv")
    assert deeds() == ["trail.exported"]
    ines.get("/initiatives/registry.csv")
    assert deeds() == ["export.taken"]
    ines.post(f"/people/{her.id}/erasure", data={"email": "not hers"})
    assert deeds() == []
    ines.post(f"/people/{her.id}/erasure", data={"email": her.email})
    assert deeds() == ["person.erased"]
