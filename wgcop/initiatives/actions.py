"""What the secretariat does with the registry."""

from collections.abc import Sequence
from dataclasses import fields

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.slugs import slug_for
from wgcop.db import db
from wgcop.errors import Outdated, Refused
from wgcop.history.actions import open_topic, record
from wgcop.initiatives import policy
from wgcop.initiatives.facts import RegistryFacts, write
from wgcop.initiatives.models import EntryState, EntryVersion, Initiative
from wgcop.initiatives.versions import stored
from wgcop.radar import actions as radar
from wgcop.radar.answers import HitAnswer

Answers = Sequence[HitAnswer] | None
"""How an entry relates to earlier work; None where the radar did not answer."""


def add_initiative(
    facts: RegistryFacts,
    answers: Answers = (),
    *,
    owner: Delegation | None = None,
    by: Person,
) -> Initiative:
    """Its address is made from its name, and stays when the name changes."""
    refuse_second_entry(facts.name)
    slugs = db.session.scalars(select(Initiative.slug)).all()
    initiative = Initiative(
        slug=slug_for(facts.name, slugs), number=_next_number(), delegation=owner
    )
    write(initiative, {each.name: getattr(facts, each.name) for each in fields(facts)})
    db.session.add(initiative)
    db.session.flush()
    keep_version(initiative, "added", by=by)
    note(initiative, "initiative.added", by=by)
    radar.decide(
        initiative.search_key, facts.words, answers, if_duplicate=policy.if_duplicate(None), by=by
    )
    return initiative


def edit_initiative(
    initiative: Initiative,
    facts: RegistryFacts,
    answers: Answers = (),
    *,
    owner: Delegation | None = None,
    version: int | None = None,
    by: Person,
) -> None:
    """`version` is the one that a form showed; whoever showed nothing before has none."""
    if version is not None:
        refuse_outdated(initiative, version)
    radar.decide(
        initiative.search_key,
        facts.words,
        answers,
        if_duplicate=policy.if_duplicate(initiative),
        by=by,
    )
    changes = facts.changes(initiative)
    if not changes and owner is initiative.delegation:
        return
    initiative.delegation = owner
    if "name" in changes:
        refuse_second_entry(facts.name, besides=initiative)
    write(initiative, changes)
    initiative.changed_at = clock.now()
    if policy.answers_for(by, initiative):
        initiative.confirm(by=by)  # whoever answers for it has just looked at all of it
    keep_version(initiative, "edited", by=by)
    note(initiative, "initiative.edited", by=by)


def _next_number() -> int:
    return (db.session.scalar(select(func.max(Initiative.number))) or 0) + 1


def refuse_outdated(initiative: Initiative, version: int) -> None:
    if version != initiative.version:
        raise Outdated(_("Somebody else changed this entry while you were writing."))


def refuse_second_entry(name: str, *, besides: Initiative | None = None) -> None:
    same = db.session.scalar(
        select(Initiative).where(Initiative.name == name, Initiative.state != EntryState.MERGED)
    )
    if same is not None and same is not besides:
        raise Refused(
            _(
                "The registry already has an entry with this name: %(address)s. Edit that one "
                "instead.",
                address=same.url,
            )
        )


def keep_version(
    initiative: Initiative, done: str, *, by: Person | None, note: str = ""
) -> EntryVersion:
    """What was done to the entry, for its history, with all facts as they are now."""
    db.session.flush()
    latest = select(func.max(EntryVersion.number)).where(
        EntryVersion.initiative_id == initiative.id
    )
    version = EntryVersion(
        initiative=initiative,
        number=(db.session.scalar(latest) or 0) + 1,
        done=done,
        note=note,
        facts=stored(RegistryFacts.of(initiative)),
        by=by,
    )
    db.session.add(version)
    return version


def note(initiative: Initiative, kind: str, *, by: Person) -> None:
    topic = open_topic(
        initiative.topic, title=initiative.name, address=initiative.url, audience="public"
    )
    record(topic, kind, by=by, target_kind="initiative", target_id=initiative.id)
