"""Adds and edits bodies, with their aliases and their lineage."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from wgcop.bodies.body import Body, BodyAlias, Succession
from wgcop.bodies.body_fields import COLUMNS
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.lineage import comes_before, family
from wgcop.bodies.queries import all_bodies, find, lineage_of, names_of, successions
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import Actor, open_topic, record


def add_body(facts: BodyFacts, *, by: Actor | None) -> Body:
    """Add a body. Its address is made from its code and never changes."""
    slugs = db.session.scalars(select(Body.slug)).all()
    body = Body(code=facts.code, slug=slug_for(facts.code, slugs))
    _write(body, facts)
    db.session.add(body)
    db.session.flush()
    _set_earlier(body, facts.after)
    _record(body, "body.added", by=by)
    return body


def edit_body(
    body: Body, facts: BodyFacts, *, version: int | None = None, by: Actor | None
) -> None:
    """Change a body. `version` is the one that a form showed; a command shows nothing beforehand
    and passes None. Raise Outdated if the body has changed since, Refused if a name belongs to
    another body.
    """
    if version not in (None, body.version):
        raise Outdated(_("Somebody else changed this body while you were writing."))
    if facts == BodyFacts.stored(body, lineage_of(body).earlier):
        return
    _write(body, facts)
    db.session.flush()
    _set_earlier(body, facts.after)
    _record(body, "body.edited", by=by)


def _write(body: Body, facts: BodyFacts) -> None:
    others = [other for other in all_bodies() if other is not body]
    for name in (facts.code, *facts.aliases):
        if namesake := find(name, others):
            raise Refused(
                _(
                    "“%(name)s” is already a name of %(body)s. Choose another name, or edit that body.",
                    name=name,
                    body=namesake.title,
                )
            )
    for name in COLUMNS:
        setattr(body, name, getattr(facts, name))
    existing = {alias.name: alias for alias in body.aliases}
    body.aliases = [
        existing.get(name) or BodyAlias(name=name)
        for name in dict.fromkeys(facts.aliases)
        if name != facts.code
    ]


def _set_earlier(body: Body, after: tuple[str, ...]) -> None:
    """Set the bodies that this one follows, and update the names in all lineages that this changes."""
    bodies = all_bodies()
    before = set(family(body.id, successions()))
    earlier = [_earlier(code, body, bodies) for code in after]
    db.session.execute(delete(Succession).where(Succession.later_id == body.id))
    pairs = successions()
    for one in dict.fromkeys(earlier):
        if comes_before(body.id, one.id, pairs):
            raise Refused(
                _(
                    "%(later)s already follows %(earlier)s: it cannot come before it as well.",
                    later=one.designation,
                    earlier=body.designation,
                )
            )
        db.session.add(Succession(earlier_id=one.id, later_id=body.id))
    db.session.flush()
    pairs = successions()
    by_id = {one.id: one for one in bodies}
    for member in before | set(family(body.id, pairs)):
        chain = family(member, pairs)
        by_id[member].family = [name for one in chain for name in names_of(by_id[one])]


def _earlier(code: str, body: Body, bodies: list[Body]) -> Body:
    other = find(code, bodies)
    if other is None:
        raise Refused(_("There is no body “%(code)s” that this one could follow.", code=code))
    if other is body:
        raise Refused(_("A body cannot follow itself."))
    return other


def _record(body: Body, kind: str, *, by: Actor | None) -> None:
    topic = open_topic(body.topic, title=body.title, address=body.url, audience="public")
    record(topic, kind, by=by, target_kind="body", target_id=body.id)
