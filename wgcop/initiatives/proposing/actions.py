"""Propose, withdraw, accept and decline entries."""

import secrets

from flask_babel import gettext as _

from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.slugs import slug
from wgcop.errors import Invalid, Outdated
from wgcop.initiatives import actions, policy
from wgcop.initiatives.actions import Answers
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.overlapping.actions import tell_of_overlaps
from wgcop.initiatives.proposing.letters import (
    write_accepted,
    write_added,
    write_declined,
    write_edited,
)
from wgcop.radar import actions as radar

LONGEST_REASON = 2000


def add(
    facts: RegistryFacts, answers: Answers = (), *, owner: Delegation | None, by: Person
) -> Initiative:
    """Add an entry for the secretariat, without a proposal, and tell owners of overlapping entries
    and followers.
    """
    initiative = actions.add_initiative(facts, answers, owner=owner, by=by)
    tell_of_overlaps(initiative, answers, by=by)
    write_added(initiative, by=by)
    return initiative


def edit(
    initiative: Initiative,
    facts: RegistryFacts,
    answers: Answers = (),
    *,
    owner: Delegation | None,
    version: int,
    by: Person,
) -> None:
    """Change an entry and tell its followers, and also the secretariat if somebody else made the
    change.
    """
    changed = actions.edit_initiative(
        initiative, facts, answers, owner=owner, version=version, by=by
    )
    if changed:
        write_edited(initiative, by=by)


def propose(
    facts: RegistryFacts, answers: Answers = (), *, owner: Delegation | None, by: Person
) -> Initiative:
    """Propose an entry. Its address ends in random letters, so that it cannot be guessed and does
    not reveal whether another proposal has this name.
    """
    actions.refuse_second_entry(facts)
    initiative = Initiative(
        slug=f"{slug(facts.name) or 'entry'}-{secrets.token_hex(4)}",
        state=EntryState.PROPOSED,
        proposed_by=by,
        delegation=owner,
    )
    actions.enter(initiative, facts)
    radar.decide(
        initiative.search_key, facts.words, answers, if_duplicate=policy.if_duplicate(None), by=by
    )
    actions.keep_version(initiative, "proposed", by=by)
    actions.note(initiative, "initiative.proposed", by=by)
    tell_of_overlaps(initiative, answers, by=by)
    return initiative


def propose_again(
    initiative: Initiative,
    facts: RegistryFacts,
    answers: Answers = (),
    *,
    owner: Delegation | None,
    version: int,
    by: Person,
) -> None:
    """Propose a declined or withdrawn entry again, with or without changes."""
    actions.refuse_outdated(initiative, version)
    initiative.propose_again()
    actions.change_facts(initiative, facts, answers, owner=owner, by=by)
    actions.keep_version(initiative, "proposed", by=by)
    actions.note(initiative, "initiative.proposed", by=by)
    tell_of_overlaps(initiative, answers, by=by)


def accept(initiative: Initiative, *, version: int, by: Person) -> None:
    """Accept the entry in the version that the secretariat has read. It gets its number, and
    everybody may read it from now on.
    """
    _lock(initiative, version)
    actions.refuse_second_entry(initiative, besides=initiative)
    if not initiative.number:  # an entry that was in the registry before keeps its number
        actions.give_number(initiative)
    initiative.accept(by=by)
    actions.keep_version(initiative, "accepted", by=by)
    actions.note(initiative, "initiative.added", by=by)
    tell_of_overlaps(initiative, (), by=by)
    write_accepted(initiative, by=by)


def decline(initiative: Initiative, reason: str, *, version: int, by: Person) -> None:
    if not reason.strip():
        raise Invalid(_("Enter a reason, so that the person who proposed it can change it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("A reason can have at most %(max)d characters.", max=LONGEST_REASON))
    _lock(initiative, version)
    initiative.decline(reason.strip(), by=by)
    actions.keep_version(initiative, "declined", by=by, note=initiative.decision_note)
    actions.note(initiative, "initiative.declined", by=by)
    write_declined(initiative, by=by)


def withdraw(initiative: Initiative, *, by: Person) -> None:
    actions.lock(initiative)
    initiative.withdraw()
    actions.keep_version(initiative, "withdrawn", by=by)
    actions.note(initiative, "initiative.withdrawn", by=by)


def _lock(initiative: Initiative, version: int) -> None:
    actions.lock(initiative)
    if initiative.version != version:
        raise Outdated(
            _("The entry was changed after you opened it. Read it again before you decide.")
        )
