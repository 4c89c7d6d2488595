"""Common code of the views of meetings: looking up the item of an address, the permission to edit,
and answers to forms.
"""

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting, Moment
from wgcop.events.models import Topic
from wgcop.events.queries import topic_for
from wgcop.web import current_audiences, found_or_404, require, wants_json


def topic_of_agenda(meeting: Meeting) -> Topic | None:
    """Return the topic on which this reader is notified of changes to the agenda, or None.

    Ask for it before the agenda is read: a change in between is then sent again instead of being
    missed.
    """
    audiences = current_audiences()
    name = meeting.members_topic if policy.can_join(audiences) else meeting.topic
    return topic_for(name, audiences)


def edits_agenda(meeting: Meeting) -> bool:
    """Return whether the page offers to edit the agenda. For a meeting that is over, it does so
    only with `?edit`, even for those who may edit.
    """
    return policy.can_edit_agenda(current_person(), meeting) and (
        meeting.moment != Moment.PAST or "edit" in request.args
    )


def editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def editable_item(slug: str, item_id: int) -> AgendaItem:
    meeting = editable(slug)
    return found_or_404(queries.item_of(meeting, item_id))


def done(item: AgendaItem) -> ResponseReturnValue:
    """Redirect to the item's line on the agenda, or to its own page or the room if the form came
    from there.
    """
    if wants_json():
        return "", 204
    pages = {"item": item.url, "room": item.meeting.room_url}
    return redirect(pages.get(request.form.get("back", ""), item.agenda_url), 303)


def recorded(address: str) -> ResponseReturnValue:
    """Redirect to the place where the record is shown now; a script gets an empty answer and stays
    where it is.
    """
    return ("", 204) if wants_json() else redirect(address, 303)


def again(form: Form, page: str) -> ResponseReturnValue:
    """Return the page with the form as it was filled in and its errors; a script gets only the
    errors.
    """
    if wants_json():
        return jsonify(
            error=" ".join(str(e) for errors in form.errors.values() for e in errors)
        ), 422
    return page, 422
