"""The page of one agenda item."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.history.queries import topic_for
from wgcop.meetings import policy, queries
from wgcop.meetings.groups.queries import groups_of_item
from wgcop.meetings.item_pages import item_page
from wgcop.meetings.silence.queries import procedures_on
from wgcop.meetings.views import bp
from wgcop.web import current_audiences, found_or_404, is_fragment, public, require


@bp.get("/<slug>/items/<int:item_id>")
@public
def item(slug: str, item_id: int) -> ResponseReturnValue:
    """As this reader may see it. Asked for as a fragment it comes without the frame, and a script puts it in place."""
    meeting = found_or_404(queries.meeting_by_slug(slug))
    audiences = current_audiences()
    require(policy.can_read_agenda(audiences, meeting))
    # The number is read before the words: a change in between is then sent again, not missed.
    name = meeting.members_topic if policy.can_join(audiences) else meeting.topic
    topic = topic_for(name, audiences)
    shown = found_or_404(queries.item_of(meeting, item_id))
    return render_template(
        "meetings/item/_item.html" if is_fragment() else "meetings/item.html",
        page=item_page(
            shown,
            audiences,
            may_write_notes=policy.can_write_notes(current_person(), meeting),
        ),
        groups=groups_of_item(shown),
        silences=procedures_on(shown) if policy.can_see_silence(audiences) else None,
        topic=topic,
        may_deliver=policy.can_deliver(current_person(), current_capacity()),
        may_edit=policy.can_edit_agenda(current_person(), meeting),
    )
