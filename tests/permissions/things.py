"""One thing of each kind, by the name that the matrix gives it: Kenya's draft, a private comment, and so on."""

import io
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from tests.brackets.acts import opened
from tests.brackets.test_packages import linked
from tests.proposals.acts import hidden
from tests.push.service import new_keys, subscription
from wgcop.accounts.actions.people import join_delegation
from wgcop.accounts.models import Delegation, DelegationRole, Invitation, Person
from wgcop.agenda.models import AgendaClause, AgendaItem, Outcome
from wgcop.bodies.body import Body
from wgcop.bodies.models import GroupKind, Meeting
from wgcop.clock import now
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.floor.models import FloorRequest, RequestState
from wgcop.implementation.evidence import Evidence
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.initiatives.queries import ACCEPTED
from wgcop.meetings.actions.groups import set_up_on_item
from wgcop.outcomes.action_points import ActionPoint, OwnerKind
from wgcop.outcomes.actions.silences import ask_for_time, circulate
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.priorwork.imports.actions import topic_of
from wgcop.priorwork.imports.models import Import
from wgcop.priorwork.kinds import Audience
from wgcop.priorwork.models import Document
from wgcop.radar.models import Pair, Verdict
from wgcop.registration.models import Registration
from wgcop.resolutions.models import Edition, Wording
from wgcop.takeaway.jobs import make_waiting
from wgcop.threads.models import Comment

JSON = {"Accept": "application/json"}
SECRET = "quokka"
"""A word that stands in Kenya's private comment and nowhere else."""
SUGGESTED = {"quote": "teachers", "suggests": "y", "instead": "educators"}
TEXT = """Radio reaches parents whom posters do not. In four districts a play of ten minutes was sent on market days,
followed by a talk with a teacher. Listeners could call a number and ask. Of the families that were visited a month later,
most had heard at least one play, and two in three had spoken with their children about whom they meet on the net. The trial
was paid for by the regulator and two broadcasters, and the recordings may be used by anybody in the languages of the region."""


def prepare(app, world, http, clock) -> dict[str, Any]:
    """Everything is made through the pages, by Juma of Kenya and Ines of the secretariat."""
    kenya = world.delegation("Kenya").id
    with app.app_context():
        found = rows()
        join(kenya)
    juma, ines = http(world.juma), http(world.ines)
    clock.stop(found.pop("due") - timedelta(minutes=1))
    comments = f"/clauses/{found['wid']}/comments"

    def comment(audience: str, body: str, **suggested: str) -> Any:
        data = {"type": "substantive", "audience": audience, "key": body, "body": body, **suggested}
        return juma.post(comments, data=data, headers=JSON).json["id"]

    with app.app_context():
        item = db.session.get_one(AgendaItem, found["item"])
        haruko, helena, luc = (
            db.session.get_one(Person, world[name].id) for name in ("haruko", "helena", "luc")
        )
        group = set_up_on_item(item, GroupKind.AD_HOC_GROUP, [haruko], by=helena)
        found["group"] = group.code
        text = circulate(
            item.meeting,
            "Radio plays",
            "that radio reaches parents",
            Outcome.AGREED,
            ends_at=now() + timedelta(days=2),
            zone="UTC",
            place="",
            by=helena,
            capacity=None,
        )
        asked = ask_for_time(
            text,
            now() + timedelta(days=3),
            "We read it.",
            delegation=luc.memberships[0].delegation,
            by=luc,
        )
        found |= {"silence": text.id, "extension": asked.id}
        db.session.commit()
    japan = world.delegation("Japan").id

    def draft(title: str, together_with: Sequence[int] = ()) -> str:
        capacity = {"capacity": f"delegation-{kenya}", "together_with": list(together_with)}
        data = paper(found, title) | capacity
        answer = juma.post("/contributions/", data=data)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"]).removesuffix("/edit")

    notes = f"/meetings/{found['meeting']}/items/{found['item']}/notes"
    assert ines.post(notes, data={"text": "Kenya took the floor."}).status_code == 303
    found |= {
        "amina": world.amina.id,
        "juma": world.juma.id,
        "kenya": kenya,
        "secret": SECRET,
        "text": TEXT,
        "comment": comment("members", "For the record."),
        "private": comment(f"delegation:{kenya}", f"The {SECRET} stays with us."),
        "suggestion": comment("members", "Say who.", **SUGGESTED),
        "within": comment(f"delegation:{kenya}", "Say it among us first.", **SUGGESTED),
        "draft": draft("Radio plays in schools"),
        "paper": draft("Radio plays at home"),
        "late": draft("Radio plays on buses"),
        "joint": draft("Radio plays and research", together_with=[japan]),
        "japan": japan,
        "luc": world.luc.id,
        "elke": world.elke.id,
        "colleague": world.wanjiru.memberships[0].id,
        "membership": world.luc.memberships[0].id,
        "office": world.elke.offices[0].id,
    }
    taken = {"of": f"clause:{found['wid']}", "form": "json", "private": "yes"}
    answer = http(world.amina).post("/takeaway", data=taken)
    found["takenfile"] = answer.headers["Location"].rpartition("/")[2]
    with app.app_context():
        assert make_waiting() == 1
    with app.app_context():
        answered = db.session.scalars(select(Comment).where(Comment.name == found["comment"])).one()
        mailed = MailedDraft(person_id=world.amina.id, comment=answered, message_key="1")
        mailed.words = "Kenya agrees."
        db.session.add(mailed)
        db.session.commit()
        found["mailed"] = mailed.id
    word = io.BytesIO(juma.get(f"{found['draft']}.docx").data)
    answer = juma.post("/contributions/word", data={"file": (word, "plays.docx")})
    found["wordfile"] = answer.headers["Location"].rpartition("/")[2]
    assert juma.post(f"{found['joint']}/consents").status_code == 303
    answer = juma.post(f"{found['paper']}/submission")
    assert answer.status_code == 303, answer.text
    for name in ("draft", "paper", "late", "joint"):
        found[f"{name}_id"] = found[name].rpartition("/")[2]
    found["document"] = answer.headers["Content-Location"]
    begun = juma.post(f"{found['paper']}/translations", data={"language": "fr"})
    assert begun.status_code == 303, begun.text
    clock.advance(minutes=2)
    assert juma.post(f"{found['late']}/submission").status_code == 303
    assert juma.post(f"/meetings/{found['meeting']}/live/speakers").status_code == 303
    form = juma.get(f"/clauses/{found['wid']}/proposals/new").text
    shown = {name: hidden(form, name) for name in ("key", "words_seen", "speaking_as")}
    proposed = shown | {"words": "that radio reaches parents,", "symbol": "MOD"}
    found["proposal"] = juma.post(f"/clauses/{found['wid']}/proposals", data=proposed).location
    found["proposal"] = found["proposal"].rpartition("/")[2]
    bracket = opened(http(world.amina), "to educate", wid=found["wid"])
    found["bracket"] = bracket.rpartition("/")[2]
    other = opened(ines, "awareness", wid=found["wid"])
    package = linked(http(world.amina), [bracket, other])
    found["package"] = package.location.rpartition("/")[2]
    found["merged"] = "wtdc-67.recs_taking-into-account__rec_b"
    search = juma.post("/search/saved", data={"name": "Helplines", "q": "helpline", "tell": "all"})
    found["search"] = search.location.rpartition("-")[2]
    subscribed = subscription("https://push.example.org/juma", *new_keys())
    device = {"subscription": subscribed, "kinds": ["mentions"]}
    assert juma.post("/account/devices", data=device).status_code == 303
    devices = juma.get("/account/letters").text
    found["device"] = re.search(r"/account/devices/(\d+)/removal", devices)[1]
    feed = juma.post(f"/search/saved/{found['search']}/feed")
    assert feed.status_code == 200
    found["feed"] = re.search(r"/search/feeds/([\w-]+)\.atom", feed.text)[1]
    sheet = io.BytesIO(f"id,lead\n{found['entry']},Regional office\n".encode())
    answer = ines.post("/initiatives/import", data={"file": (sheet, "registry.csv")})
    found["table"] = answer.headers["Location"].rpartition("/")[2]
    invitation = {
        "email": "mira@example.org",
        "name": "",
        "delegation": kenya,
        "role": "member",
        "office": "",
    }
    assert ines.post("/people/invitations", data=invitation).status_code == 200
    found |= proposed_entry(juma, ines, world.delegation("Brazil").id)
    clause = f"/implementation/clauses/{found['wid']}"
    deed = {"what": "Play it on the radio.", "delegation": kenya}
    answer = juma.post(f"{clause}/actions/new", data=deed)
    assert answer.status_code == 303, answer.text
    found["deed"] = answer.location.rpartition("/")[2]
    link = {"thing": "https://example.org/plays"}
    assert juma.post(f"{clause}/evidence/new", data=link).status_code == 303
    asking = {"text": "Who has played what?", "addressees": "member-states"}
    asking["due_on"] = (now() + timedelta(days=30)).date().isoformat()
    answer = ines.post(f"{clause}/requests/new", data=asking)
    assert answer.status_code == 303, answer.text
    found["request"] = answer.location.rpartition("/")[2]
    with app.app_context():
        found["overlap"] = db.session.scalar(select(Overlap.id).order_by(Overlap.id.desc()))
        found["evidence"] = db.session.scalar(
            select(Evidence.id).where(Evidence.address == link["thing"])
        )
        found["invitation"] = db.session.scalar(select(Invitation.id))
        found["asked"] = db.session.scalar(
            select(FloorRequest.id).where(FloorRequest.state == RequestState.WAITING)
        )
    return found


def proposed_entry(juma, ines, brazil: int) -> dict[str, Any]:
    """An entry that Kenya proposes, with nearly the name of one of Brazil's."""
    typed = {
        "name": "Radio week for parents",
        "kind": "campaign",
        "level": "international",
        "scope": "Plays on radio.",
        "confidence": "to-be-confirmed",
        "owner": brazil,
    }
    assert ines.post("/initiatives/", data=typed).status_code == 303
    again = typed | {"name": "Radio weeks for parents", "is_another": "1"}
    answer = juma.post("/initiatives/", data=again)
    assert answer.status_code == 303, answer.text
    return {"proposed": answer.headers["Location"].rpartition("/")[2]}


def join(kenya: int) -> None:
    """Kenya has a third, so that who wrote a thing is neither the head of the delegation nor just another member."""
    session = db.session
    juma = Person(email="juma@example.org", name="Juma Otieno")
    session.add(juma)
    join_delegation(juma, session.get_one(Delegation, kenya), DelegationRole.MEMBER, by=None)
    session.commit()


def rows() -> dict[str, Any]:
    """What the demo world has already, and what only the night or a long import would make."""
    session = db.session
    wording = session.scalars(
        select(Wording).where(Wording.citation == "invites Member States 2")
    ).one()
    meeting = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    shared, members = session.scalars(
        select(Document)
        .where(Document.audience == Audience.PUBLIC, Document.region.is_not(None))
        .order_by(Document.dated, Document.key)
        .limit(2)
    )
    members.audience = Audience.MEMBERS
    session.execute(
        update(Topic).where(Topic.name == members.topic).values(audience=Audience.MEMBERS.value)
    )
    body = session.scalars(select(Body).order_by(Body.id)).first()
    batch = Import(body=body)
    pair, judged = near(shared, members), near(members, shared)
    judged.judge(
        Verdict.RELATED, "One builds on the other.", by=session.scalars(select(Person)).first()
    )
    session.add_all([batch, pair, judged])
    session.flush()
    topic_of(batch)
    kenyas = session.scalars(
        select(Initiative).where(ACCEPTED).order_by(Initiative.id.desc()).limit(1)
    ).one()
    kenyas.delegation = session.scalar(select(Delegation).where(Delegation.name == "Kenya"))
    session.commit()
    return {
        "slug": session.scalar(select(Edition.slug)),
        "wid": wording.clause.wid,
        "clause": wording.clause_id,
        "meeting": meeting.slug,
        "report": session.scalar(
            select(ImplementationReport.slug).where(ImplementationReport.is_open)
        ),
        "adopted": session.scalar(
            select(ImplementationReport.slug).where(~ImplementationReport.is_open)
        ),
        "meeting_id": meeting.id,
        "due": meeting.contributions_due,
        "registration": session.scalar(
            select(Registration.id).where(Registration.name != "").limit(1)
        ),
        "item": session.scalar(
            select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).limit(1)
        ),
        "about": session.scalar(
            select(AgendaClause.item_id)
            .join(AgendaClause.item)
            .where(AgendaItem.meeting_id == meeting.id, AgendaClause.clause_id == wording.clause_id)
        ),
        "action": session.scalar(
            select(ActionPoint.id).where(ActionPoint.owner_kind == OwnerKind.PERSON)
        ),
        "statement": session.scalar(select(DeliveredStatement.id)),
        "entry": session.scalar(
            select(Initiative.slug).where(ACCEPTED, Initiative.delegation_id.is_(None))
        ),
        "kenyas": kenyas.slug,
        "confirm_by": kenyas.confirm_by,
        "shared": shared.id,
        "members": members.id,
        "body": body.slug,
        "import": batch.id,
        "pair": pair.id,
        "judged": judged.id,
    }


def near(one: Document, other: Document) -> Pair:
    names = {"record_id": one.search_key, "other_id": other.search_key}
    return Pair(**names, digest="one", other_digest="other")


def paper(found: dict[str, Any], title: str) -> dict[str, Any]:
    return {
        "meeting": found["meeting_id"],
        "title": title,
        "purpose": "action",
        "action_required": "The group is invited to note the trial.",
        "abstract": "Radio reaches parents whom posters do not.",
        "keywords": "awareness, radio",
        "contact": "Juma Otieno, Kenya",
        "text": TEXT,
        "language": "en",
        "clauses": [found["clause"]],
    }
