"""The words of a clause that the meeting agreed at an item: they go to the clause, with the way back to the item."""

from flask_babel import gettext as _

from wgcop.accounts.models import Capacity, Person
from wgcop.db import db
from wgcop.errors import Invalid
from wgcop.markup import has_visible
from wgcop.meetings.actions.announcements import tell_outcome
from wgcop.meetings.actions.locks import lock_item
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.outcomes.wordings import AgreedWording
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.chairing import set_standing
from wgcop.threads.chairing.standings import Standing


def agree_wording(
    item: AgendaItem,
    clause: Clause,
    standing: Standing,
    words: str,
    *,
    by: Person,
    capacity: Capacity,
) -> AgreedWording | None:
    """None if just this was agreed before."""
    if not standing.agrees_to_words:
        raise Invalid(_("Choose whether the words are agreed, or agreed ad referendum."))
    if not has_visible(words):
        raise Invalid(_("Write the words that were agreed."))
    lock_item(item)
    words = words.replace("\r\n", "\n").strip()
    changed = "" if words == clause.wording.text else words
    made = set_standing(clause, standing, words=changed, by=by, capacity=capacity)
    if made is None:
        return None
    agreed = AgreedWording(item=item, standing=made)
    db.session.add(agreed)
    db.session.flush()
    tell_outcome(item, "clause.agreed", "wordings", by=by)
    return agreed
