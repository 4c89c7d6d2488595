"""The state of the floor, for scripts of other pages, and the buttons on an agenda that put items
on the floor.
"""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.answering import done, editable_item
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaClause, AgendaDocument
from wgcop.database import db
from wgcop.events.queries import topic_for
from wgcop.floor.actions import taking_up
from wgcop.floor.shown import shown_floor
from wgcop.web import current_audiences, found_or_404, is_fragment, public, received, require


@bp.get("/<slug>/floor")
@public
def floor(slug: str) -> ResponseReturnValue:
    """Return the item on the floor and the next one, for a script on another page that replaces an
    older one.
    """
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_join(current_audiences()))
    if not is_fragment():
        return redirect(f"{meeting.url}#agenda", 303)
    topic = topic_for(meeting.floor_topic, current_audiences())
    return str(shown_floor(meeting, topic.seq if topic else 0).html)


@bp.post("/<slug>/items/<int:item_id>/closure")
def close_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    taking_up.close_item(item, by=current_person())
    db.session.commit()
    return done(item)


@bp.post("/<slug>/items/<int:item_id>/reopening")
def reopen_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    taking_up.reopen_item(item, by=current_person())
    db.session.commit()
    return done(item)


@bp.post("/<slug>/items/<int:item_id>/taking-up")
def take_up_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    taking_up.take_up_item(item, by=current_person())
    db.session.commit()
    return done(item)


@bp.post("/<slug>/items/<int:item_id>/matter")
def put_on_floor(slug: str, item_id: int) -> ResponseReturnValue:
    """Put the `clause` or the `document` with the given id on the floor, or the item as a whole."""
    item = editable_item(slug, item_id)
    clause = request.form.get("clause", type=received.key)
    document = request.form.get("document", type=received.key)
    links: list[AgendaClause | AgendaDocument] = [
        *(link for link in item.clause_links if link.clause_id == clause),
        *(link for link in item.document_links if link.contribution_id == document),
    ]
    if (clause or document) and not links:
        raise NotFound
    taking_up.put_on_floor(item, links[0] if links else None, by=current_person())
    db.session.commit()
    return done(item)
