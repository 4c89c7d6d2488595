"""The words of a clause that the meeting agreed at an item: they go to the clause, with the way back to the item."""

from flask_babel import gettext as _

from wgcop.accounts.models import Capacity, Person
from wgcop.db import db
from wgcop.errors import Invalid, Outdated
from wgcop.markup import has_visible
from wgcop.meetings.actions.announcements import tell_outcome
from wgcop.meetings.actions.locks import lock_item
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.outcomes.wordings import AgreedWording
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.chairing import set_standing
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.chairing.standings import Standing


def agree_wording(
    item: AgendaItem,
    clause: Clause,
    standing: Standing,
    words: str,
    *,
    seen: str | None = None,
    by: Person,
    capacity: Capacity,
) -> AgreedWording | None:
    """None if just this was agreed before. `seen` are the words that stood when these were typed."""
    if not standing.agrees_to_words:
        raise Invalid(_("Choose whether the words are agreed, or agreed ad referendum."))
    if not has_visible(words):
        raise Invalid(_("Write the words that were agreed."))
    lock_item(item)
    words = _lines(words)
    now = _lines(chair_settings(clause.topic).words or clause.wording.text)
    if seen is not None and now not in (_lines(seen), words):
        raise Outdated(_("Somebody else recorded other words while you were writing."))
    changed = "" if words == clause.wording.text else words
    made = set_standing(clause, standing, words=changed, by=by, capacity=capacity)
    if made is None:
        return None
    agreed = AgreedWording(item=item, standing=made)
    db.session.add(agreed)
    db.session.flush()
    tell_outcome(item, "clause.agreed", "wordings", by=by)
    return agreed


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
