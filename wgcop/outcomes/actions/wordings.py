"""Wordings of clauses that the meeting agrees under an item: they are stored with the clause, with
a link back to the item.
"""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.agenda.actions.announcements import tell_wordings
from wgcop.agenda.actions.locks import lock_item
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.things import thing_of_item
from wgcop.audit.actions import note
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.markup import has_visible
from wgcop.outcomes.queries import standing_before, wording_agreed
from wgcop.outcomes.wordings import AgreedWording
from wgcop.positions.queries import words_of
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.chairing.standings import Standing


def agree_wording(
    item: AgendaItem,
    clause: Clause,
    standing: Standing,
    words: str,
    *,
    suppresses: bool = False,
    seen: str | None = None,
    by: Person,
    capacity: Capacity,
) -> AgreedWording | None:
    """Record the agreed wording of a clause, or that it `suppresses` the clause, which has no words
    then. Return None if that was agreed before. Raise Outdated if the wording shown in the form,
    `seen`, has changed since.

    A wording agreed by a subgroup counts as agreed in that group only.
    """
    if not standing.agrees_to_words:
        raise Invalid(_("Choose whether the words are agreed, or agreed ad referendum."))
    if suppresses:
        words = ""
    elif not has_visible(words):
        raise Invalid(_("Enter the words that were agreed."))
    # `seen` is compared under the lock, so that nobody records other words in between.
    lock_item(item)
    words = _lines(words)
    before = chair_settings(clause.topic)
    if item.meeting.group.is_below_another:
        if before.standing_value in (Standing.AGREED, Standing.AD_REFERENDUM):
            raise Refused(
                _(
                    "The group above has agreed the wording of this clause. Its chair must reopen the clause before yours can be recorded."
                )
            )
        standing = Standing.AGREED_IN_GROUP
    now = _lines(words_of(clause))
    if seen is not None and now not in (_lines(seen), words):
        raise Outdated(_("Somebody else recorded other words while you were writing."))
    changed = "" if words == clause.wording.text else words
    made = set_standing(
        clause, standing, words=changed, suppresses=suppresses, by=by, capacity=capacity
    )
    if made is None:
        return None
    agreed = AgreedWording(item=item, standing=made)
    db.session.add(agreed)
    db.session.flush()
    tell_wordings(item, "clause.agreed", by=by)
    return agreed


def withdraw_wording(agreed: AgreedWording, why: str, *, by: Person, capacity: Capacity) -> None:
    """Withdraw a wording that was recorded in error. A trace of it stays. The clause returns to its
    earlier standing, unless it has moved on since.
    """
    if not has_visible(why):
        raise Invalid(_("Enter why these words are withdrawn."))
    lock_item(agreed.item)
    db.session.refresh(agreed)
    if agreed.withdrawn_at is not None:
        raise Refused(_("These words have already been withdrawn."))
    clause = agreed.standing.clause
    now = chair_settings(clause.topic)
    now.require_own()
    is_in_force = (
        now.standing is not None
        and now.standing_value.agrees_to_words
        and wording_agreed(now.standing) is agreed
    )
    agreed.withdrawn_at, agreed.withdrawn_by, agreed.why_withdrawn = clock.now(), by, why.strip()
    db.session.flush()
    if is_in_force:
        before = standing_before(agreed)
        set_standing(
            clause,
            before.standing if before else Standing.OPEN,
            words=before.words if before else "",
            suppresses=before is not None and before.suppresses,
            by=by,
            capacity=capacity,
        )
    tell_wordings(agreed.item, "clause.agreement-withdrawn", by=by)
    note(
        "wording.withdrawn",
        by=by,
        of=thing_of_item(agreed.item),
        detail=clause.wording.citation,
    )


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
