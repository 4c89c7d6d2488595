"""Tells open pages what changed. Each change is sent only to the layers that may read it."""

from sqlalchemy import select

from wgcop.accounts.desks import tell_desks
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.actions import open_topic, record
from wgcop.events.models import Topic
from wgcop.following.topics import opens_topics
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import OFFICERS, ImplementationAction, topic_of, topics_heard
from wgcop.implementation.replies import ReplyRequest
from wgcop.resolutions.models import Clause, Edition, Resolution

MEMBERS, PUBLIC = "members", "public"


def tell_of_action(action: ImplementationAction, kind: str, *, by: Person | None) -> None:
    """Tell open pages about an action: a draft in the layers of its delegation and the officers, a
    submitted action in the members' layer, and an approved one in everybody's as well.
    """
    if action.approved:
        _tell_public(action.clause, kind, "approved-action", action.id, by=by)
    if action.submitted_at:
        _tell_members(action.clause, kind, "implementation-action", action.id, by=by)
        return
    layers = [_layer(action.clause, OFFICERS, OFFICERS)]
    if action.delegation:
        layers.insert(
            0, _layer(action.clause, str(action.delegation_id), action.delegation.audience)
        )
    for layer in layers:
        record(layer, kind, by=by, target_kind="implementation-action", target_id=action.id)


def tell_of_evidence(evidence: Evidence, kind: str, *, by: Person | None) -> None:
    """Tell open pages about evidence. Evidence of an action is shown with the action, so pages are
    told about the action.
    """
    if evidence.action:
        tell_of_action(evidence.action, kind, by=by)
        return
    if evidence.approved_at:
        _tell_public(evidence.clause, kind, "approved-evidence", evidence.id, by=by)
    _tell_members(evidence.clause, kind, "clause-evidence", evidence.id, by=by)


def tell_of_request(asked: ReplyRequest, kind: str, *, by: Person | None) -> None:
    tell_desks(f"delegation:{reply.delegation_id}" for reply in asked.replies)
    if asked.approved_at:
        _tell_public(asked.clause, kind, "approved-request", asked.id, by=by)
    layer = _layer(asked.clause, MEMBERS, MEMBERS)
    record(layer, kind, by=by, target_kind="member-replies", target_id=asked.id)
    _tell_members(asked.clause, kind, "reply-request", asked.id, by=by)


def tell_person(
    person: Person, kind: str, target_kind: str, target_id: int, *, by: Person | None
) -> None:
    topic = open_topic(
        person.topic, title=person.name, address=f"/people/{person.id}", audience=person.topic
    )
    record(topic, kind, by=by, target_kind=target_kind, target_id=target_id)


def _tell_public(
    clause: Clause, kind: str, target_kind: str, target_id: int, *, by: Person | None
) -> None:
    """Tell everybody's layer about a thing, together with the figures above the table."""
    layer = _layer(clause, "", PUBLIC)
    record(layer, kind, by=by, target_kind=target_kind, target_id=target_id)
    record(layer, kind, by=by, target_kind="approved-figures", target_id=_edition(clause).id)


def _tell_members(
    clause: Clause, kind: str, target_kind: str, target_id: int, *, by: Person | None
) -> None:
    layer = _layer(clause, MEMBERS, MEMBERS)
    record(layer, kind, by=by, target_kind=target_kind, target_id=target_id)
    record(layer, kind, by=by, target_kind="implementation-figures", target_id=_edition(clause).id)


def _layer(clause: Clause, layer: str, audience: str) -> Topic:
    return _topic(topic_of(clause, layer), _edition(clause), audience)


def _topic(name: str, edition: Edition, audience: str) -> Topic:
    return open_topic(
        name,
        title=edition.name,
        address=f"/implementation/{edition.slug}",
        audience=audience,
    )


def _edition(clause: Clause) -> Edition:
    return clause.wording.section.edition


def _opened(name: str, reader: Person) -> Topic | None:
    """Open the topic of this name for a person who follows it; None for others. Only the members'
    layer can be followed.
    """
    of = select(Edition).join(Edition.resolution).order_by(Edition.year.desc(), Edition.id.desc())
    work = name.partition(":")[2].removesuffix(f"@{MEMBERS}")
    edition = db.session.scalar(of.where(Resolution.work == work).limit(1))
    if edition is None or name != topics_heard(work, reader.audiences)[0]:
        return None
    return _topic(name, edition, MEMBERS)


opens_topics("implementation", _opened)
