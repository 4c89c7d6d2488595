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
from wgcop.chairing.actions import give_back_standing, hold_standing, set_standing
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.markup import has_visible
from wgcop.merging.actions import hold_open_text
from wgcop.outcomes.queries import standing_before, wording_agreed
from wgcop.outcomes.wordings import AgreedWording
from wgcop.positions.queries import words_of
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clauses_below
from wgcop.threads.chairing.queries import ChairSettings, standings_of
from wgcop.threads.chairing.standings import Standing

_OF_GROUP_ABOVE = (Standing.AGREED, Standing.AD_REFERENDUM)
"""The standings that a subgroup does not give, nor takes away."""


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
    # `seen` is compared under the locks, so that nobody records other words in between.
    before = hold_words(item, clause, suppresses=suppresses)
    words = _lines(words)
    if item.meeting.group.is_below_another:
        _require_left_open(clause, before.standing_value, suppresses=suppresses)
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


def hold_words(item: AgendaItem, clause: Clause, *, suppresses: bool) -> ChairSettings:
    """Lock what says which words a clause has, the chair's text included, and return what is set there."""
    lock_item(item)
    before = hold_standing(clause, suppresses=suppresses)
    hold_open_text(clause)
    return before


def _require_left_open(clause: Clause, standing: Standing, *, suppresses: bool) -> None:
    """Refuse a subgroup what the group above has decided: on the clause or, if it `suppresses` the
    clause, on an item below it.
    """
    if standing in _OF_GROUP_ABOVE:
        raise Refused(
            _(
                "The group above has agreed the wording of this clause. Its chair must reopen the clause before yours can be recorded."
            )
        )
    below = clauses_below(clause) if suppresses else []
    standings = standings_of([each.id for each in below]) if below else {}
    for each in below:
        if standings.get(each.id) in _OF_GROUP_ABOVE:
            raise Refused(
                _(
                    "The group above has agreed on %(citation)s, which would be suppressed with this clause. Its chair must reopen it first.",
                    citation=each.wording.citation,
                )
            )


def withdraw_wording(agreed: AgreedWording, why: str, *, by: Person, capacity: Capacity) -> None:
    """Withdraw a wording that was recorded in error. A trace of it stays. The clause returns to its
    earlier standing, unless it has moved on since.
    """
    if not has_visible(why):
        raise Invalid(_("Enter why these words are withdrawn."))
    clause, own, earlier = agreed.standing.clause, agreed.standing, standing_before(agreed)
    goes_with_items = own.suppresses or (earlier is not None and earlier.suppresses)
    now = hold_words(agreed.item, clause, suppresses=goes_with_items)
    db.session.refresh(agreed)
    if agreed.withdrawn_at is not None:
        raise Refused(_("These words have already been withdrawn."))
    now.require_own()
    # Words that a subgroup agreed stay agreed once the group above has taken them.
    is_taken_above = (
        own.standing == Standing.AGREED_IN_GROUP and now.standing_value in _OF_GROUP_ABOVE
    )
    is_in_force = (
        now.standing is not None
        and now.standing_value.agrees_to_words
        and wording_agreed(now.standing) is agreed
        and not is_taken_above
    )
    agreed.withdrawn_at, agreed.withdrawn_by, agreed.why_withdrawn = clock.now(), by, why.strip()
    db.session.flush()
    if is_in_force:
        give_back_standing(clause, standing_before(agreed), by=by, capacity=capacity)
    tell_wordings(agreed.item, "clause.agreement-withdrawn", by=by)
    note(
        "wording.withdrawn",
        by=by,
        of=thing_of_item(agreed.item),
        detail=clause.wording.citation,
    )


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
