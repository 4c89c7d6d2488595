"""The page of one agenda item."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.answering import topic_of_agenda
from wgcop.agenda.blueprint import bp
from wgcop.meetings.groups.queries import groups_of_item
from wgcop.meetings.item_pages import item_page
from wgcop.outcomes.policy import can_deliver, can_see_silence
from wgcop.outcomes.silence.queries import procedures_on
from wgcop.web import (
    current_audiences,
    found_or_404,
    is_fragment,
    public,
    require,
)


@bp.get("/<slug>/items/<int:item_id>")
@public
def item(slug: str, item_id: int) -> ResponseReturnValue:
    """Show the item as this reader may see it; as a fragment without the page shell, for a script
    that replaces an older one.
    """
    meeting = found_or_404(queries.meeting_by_slug(slug))
    audiences = current_audiences()
    require(policy.can_read_agenda(audiences, meeting))
    topic = topic_of_agenda(meeting)
    shown = found_or_404(queries.item_alone(meeting, item_id))
    return render_template(
        "meetings/item/_item.html" if is_fragment() else "meetings/item.html",
        page=item_page(shown, current_person()),
        groups=groups_of_item(shown),
        silences=procedures_on(shown) if can_see_silence(audiences) else None,
        topic=topic,
        may_deliver=can_deliver(current_person(), current_capacity()),
        may_edit=policy.can_edit_agenda(current_person(), meeting),
        by_chair=policy.edits_by_chair(current_person(), meeting),
    )
