"""A meeting, or an item of its agenda, for those who may edit it."""

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting
from wgcop.meetings import policy, queries
from wgcop.meetings.models import AgendaItem
from wgcop.web import found_or_404, require


def editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def editable_item(slug: str, item_id: int) -> AgendaItem:
    meeting = editable(slug)
    return found_or_404(queries.item_of(meeting, item_id))
