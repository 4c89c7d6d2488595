"""Add and change entries of the registry, and record their history."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import change_topic, open_topic, open_topic_at_once, record
from wgcop.events.models import Topic
from wgcop.events.titles import says_title
from wgcop.initiatives import policy
from wgcop.initiatives.facts import RegistryFacts, write
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import REGISTRY, EntryVersion, Initiative
from wgcop.radar import actions as radar
from wgcop.radar.answers import HitAnswer

Answers = Sequence[HitAnswer] | None
"""The proposer's answers on how an entry relates to earlier work; None if the radar did not
respond.
"""


def add_initiative(
    facts: RegistryFacts,
    answers: Answers = (),
    *,
    owner: Delegation | None = None,
    by: Person,
) -> Initiative:
    """Add an entry to the registry at once, on behalf of the secretariat.

    Its address is made from its name, and does not change when the name does.
    """
    refuse_second_entry(facts)
    slugs = db.session.scalars(select(Initiative.slug)).all()
    initiative = Initiative(slug=slug_for(facts.name, slugs), delegation=owner)
    give_number(initiative)
    enter(initiative, facts)
    note(initiative, "initiative.added", by=by)
    keep_version(initiative, "added", by=by)
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
) -> bool:
    """Change an entry, and return whether anything changed.

    `version` is the version that the form showed, or None if no form was shown before.
    """
    if version is not None:
        refuse_outdated(initiative, version)
    if not change_facts(initiative, facts, answers, owner=owner, by=by):
        return False
    keep_version(initiative, "edited", by=by)
    note(initiative, "initiative.edited", by=by)
    return True


def enter(initiative: Initiative, facts: RegistryFacts) -> None:
    write(initiative, vars(facts))
    db.session.add(initiative)
    db.session.flush()


def change_facts(
    initiative: Initiative,
    facts: RegistryFacts,
    answers: Answers,
    *,
    owner: Delegation | None,
    by: Person,
) -> bool:
    radar.decide(
        initiative.search_key,
        facts.words,
        answers,
        if_duplicate=policy.if_duplicate(initiative),
        by=by,
    )
    changes = facts.changes(initiative)
    if not changes and owner is initiative.delegation:
        return False
    if changes.keys() & {"name", "lead", "countries"}:
        refuse_second_entry(facts, besides=initiative)
    initiative.delegation = owner
    write(initiative, changes)
    initiative.changed_at = clock.now()
    if initiative.is_accepted and policy.answers_for(by, initiative):
        initiative.confirm(by=by)  # whoever answers for it has just looked at all of it
    return True


def give_number(initiative: Initiative) -> None:
    """Give the entry the next free number.

    The topic of the registry stays locked until the commit, so that no two entries get the same
    number. Nobody else can be waiting for the topic of this entry, because it is not in the
    registry yet.
    """
    initiative.number = lock_numbers() + 1


def lock_numbers() -> int:
    """Return the highest number so far, or 0, and keep others from giving a number before the
    commit.
    """
    db.session.refresh(open_topic_at_once(REGISTRY, **_registry()), with_for_update=True)
    return db.session.scalar(select(func.max(Initiative.number))) or 0


def lock(initiative: Initiative) -> None:
    """Lock the entry until the commit, and read it again from the database."""
    row = select(Initiative.id).where(Initiative.id == initiative.id).with_for_update()
    db.session.execute(row)
    db.session.refresh(initiative)


def refuse_outdated(initiative: Initiative, version: int) -> None:
    if version != initiative.version:
        raise Outdated(_("Somebody else changed this entry while you were writing."))


def refuse_second_entry(
    facts: RegistryFacts | Initiative, *, besides: Initiative | None = None
) -> None:
    """Raise Refused if an accepted entry has the same name, lead and countries.

    Entries may share a name, as helplines do, if their leads or countries differ. Proposed entries
    do not count, because the refusal would reveal them to people who may not read them.
    """
    of_the_name = db.session.scalars(
        select(Initiative).where(
            Initiative.name == facts.name, Initiative.state == EntryState.ACCEPTED
        )
    )
    for same in of_the_name:
        if same is not besides and _who_and_where(same) == _who_and_where(facts):
            raise Refused(
                _(
                    "The registry already has an entry with this name, lead and countries: %(reference)s. "
                    "Edit that one instead, or say what is different.",
                    reference=same.reference,
                )
            )


def _who_and_where(facts: RegistryFacts | Initiative) -> tuple[str, frozenset[str]]:
    return facts.lead.strip().casefold(), frozenset(facts.countries)


def keep_version(
    initiative: Initiative, done: str, *, by: Person | None, note: str = ""
) -> EntryVersion:
    """Store a version of the entry for its history: what was done, and all its facts as they are
    now.
    """
    db.session.flush()
    latest = select(func.max(EntryVersion.number)).where(
        EntryVersion.initiative_id == initiative.id
    )
    version = EntryVersion(
        initiative=initiative,
        number=(db.session.scalar(latest) or 0) + 1,
        done=done,
        note=note,
        facts=RegistryFacts.of(initiative).kept(),
        by=by,
    )
    db.session.add(version)
    return version


TOLD_TO_ALL = {"initiative.added", "initiative.edited", "initiative.merged"}


def note(initiative: Initiative, kind: str, *, by: Person | None) -> None:
    """Record an event on the entry's own topic, and also on that of the registry if its followers
    are notified of such events.
    """
    topic = open_topic(
        initiative.topic,
        title=initiative.name,
        address=initiative.url,
        audience=initiative.heard_by,
    )
    change_topic(topic, title=initiative.name, audience=initiative.heard_by)
    record(topic, kind, by=by, target_kind="initiative", target_id=initiative.id)
    if initiative.is_accepted and kind in TOLD_TO_ALL:
        record(open_registry(), kind, by=by, target_kind="initiative", target_id=initiative.id)


def open_registry() -> Topic:
    return open_topic(REGISTRY, **_registry())


def _title_of_registry(_title: str) -> str:
    return _("Registry of initiatives")


says_title(REGISTRY, _title_of_registry)


def _registry() -> dict[str, Any]:
    return {
        "title": "Registry of initiatives",
        "address": "/initiatives/",
        "audience": "public",
    }
