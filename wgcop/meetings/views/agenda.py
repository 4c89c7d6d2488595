"""The agenda as a part of a meeting's page, and the forms by which its editors change it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from wtforms import Form

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.history.models import Topic
from wgcop.history.queries import topic_for
from wgcop.meetings import actions, policy, queries
from wgcop.meetings.agendas import agenda_of
from wgcop.meetings.changes.queries import last_editor
from wgcop.meetings.forms import ItemForm, Offered
from wgcop.meetings.models import AgendaClause, AgendaDocument, AgendaItem
from wgcop.meetings.outline import ItemMove
from wgcop.meetings.shown_floors import shown_floor
from wgcop.meetings.views import bp
from wgcop.resolutions.queries import clauses_to_choose
from wgcop.web import (
    current_audiences,
    found_or_404,
    is_fragment,
    public,
    received,
    require,
    wants_json,
)
from wgcop.web.conflicts import Conflict
from wgcop.web.joining import marks_of


@bp.get("/<slug>/agenda")
@public
def agenda(slug: str) -> ResponseReturnValue:
    """Return the agenda as this reader may see it, for a script that replaces an older one."""
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_read_agenda(current_audiences(), meeting))
    if not is_fragment():
        return redirect(f"{meeting.url}#agenda", 303)
    return render_template(
        "meetings/_agenda_fragment.html",
        agenda=agenda_of(meeting, current_audiences()),
        may_edit=edits_agenda(meeting),
    )


@bp.get("/<slug>/floor")
@public
def floor(slug: str) -> ResponseReturnValue:
    """Return what is on the floor and what comes next, for a script on another page that replaces
    an older one.
    """
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_join(current_audiences()))
    if not is_fragment():
        return redirect(f"{meeting.url}#agenda", 303)
    topic = topic_for(meeting.floor_topic, current_audiences())
    return str(shown_floor(meeting, topic.seq if topic else 0).html)


def topic_of_agenda(meeting: Meeting) -> Topic | None:
    """Return the topic on which this reader hears of the agenda, or None.

    Ask for it before the agenda is read: a change in between is then sent again instead of being
    missed.
    """
    audiences = current_audiences()
    name = meeting.members_topic if policy.can_join(audiences) else meeting.topic
    return topic_for(name, audiences)


def edits_agenda(meeting: Meeting) -> bool:
    """Return whether the page offers to edit the agenda. For a meeting that is over, it does so
    only with `?edit`, also for those who may edit.
    """
    return policy.can_edit_agenda(current_person(), meeting) and (
        meeting.moment != Moment.PAST or "edit" in request.args
    )


@bp.get("/<slug>/items/new")
def new_item(slug: str) -> ResponseReturnValue:
    meeting = editable(slug)
    items = queries.items_to_choose(meeting)
    parent = request.args.get("parent", type=int)
    return _new_page(meeting, ItemForm.to_add(None, meeting, items, parent))


@bp.post("/<slug>/items/new")
def add_item(slug: str) -> ResponseReturnValue:
    meeting = editable(slug)
    form = ItemForm.to_add(request.form, meeting, queries.items_to_choose(meeting), None)
    if not form.validate():
        return again(form, _new_page(meeting, form))
    item = actions.add_item(
        meeting,
        form.facts,
        parent=queries.item_of(meeting, form.parent.data) if form.parent.data else None,
        clauses=queries.clauses_of_ids(received.keys(form.clauses.data)),
        documents=chosen_documents(meeting, form),
        by=current_person(),
    )
    db.session.commit()
    if wants_json():
        return jsonify(id=item.id), 201
    return redirect(item.agenda_url, 303)


@bp.get("/<slug>/items/<int:item_id>/edit")
def edit_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Show the form of an item: as a page, or alone for a script that opens it where the item
    stands.
    """
    item = editable_item(slug, item_id)
    return _edit_page(item, _form_to_change(None, item))


@bp.post("/<slug>/items/<int:item_id>/edit")
def change_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Save an item, joined with what others have saved meanwhile. `take` names the fields in which
    the other version was chosen.
    """
    item = editable_item(slug, item_id)
    form = _form_to_change(request.form, item)
    if not form.validate():
        return _again_in_place(item, form)
    if conflicts := form.join():
        return _both_texts(item, form, conflicts)
    form.take(name for name in request.form.getlist("take") if name in form.stored)
    try:
        actions.change_item(
            item,
            form.facts,
            clauses=queries.clauses_of_ids(received.keys(form.clauses.data)),
            documents=chosen_documents(item.meeting, form),
            version=int(form.version_now),
            by=current_person(),
        )
    except Outdated:
        db.session.rollback()
        # Start again with the item as others left it: their changes can perhaps be joined with these.
        return change_item(slug, item_id)
    db.session.commit()
    return jsonify({}) if wants_json() else redirect(item.url, 303)


@bp.post("/<slug>/items/<int:item_id>/moves")
def move_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Move an item by one `step`, or to a place below `parent` and behind `after`, which are ids of
    items or empty.
    """
    item = editable_item(slug, item_id)
    if "step" in request.form:
        if request.form["step"] not in list(ItemMove):
            raise NotFound
        actions.move_item(item, ItemMove(request.form["step"]), by=current_person())
    else:
        actions.place_item(
            item,
            parent=_other(item.meeting, "parent"),
            after=_other(item.meeting, "after"),
            by=current_person(),
        )
    db.session.commit()
    return done(item)


@bp.get("/<slug>/items/<int:item_id>/removal")
def confirm_removal(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    branch = queries.branch_of(item)
    return render_template(
        "meetings/remove_item.html",
        item=item,
        branch=branch,
        obstacle=actions.obstacle_to_removal(branch),
    )


@bp.post("/<slug>/items/<int:item_id>/removal")
def remove_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    meeting, title = item.meeting, item.title
    actions.remove_item(item, by=current_person())
    db.session.commit()
    flash(_("“%(title)s” was removed from the agenda.", title=title), "success")
    return redirect(f"{meeting.url}#agenda", 303)


@bp.post("/<slug>/items/<int:item_id>/closure")
def close_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    actions.close_item(item, by=current_person())
    db.session.commit()
    return done(item)


@bp.post("/<slug>/items/<int:item_id>/reopening")
def reopen_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    actions.reopen_item(item, by=current_person())
    db.session.commit()
    return done(item)


@bp.post("/<slug>/items/<int:item_id>/taking-up")
def take_up_item(slug: str, item_id: int) -> ResponseReturnValue:
    item = editable_item(slug, item_id)
    actions.take_up_item(item, by=current_person())
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
    actions.put_on_floor(item, links[0] if links else None, by=current_person())
    db.session.commit()
    return done(item)


def editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def editable_item(slug: str, item_id: int) -> AgendaItem:
    meeting = editable(slug)
    return found_or_404(queries.item_of(meeting, item_id))


def chosen_documents(meeting: Meeting, form: ItemForm) -> list[Contribution]:
    choices = queries.documents_to_choose(meeting, current_audiences())
    return [each for each in choices if each.id in form.documents.data]


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


def _other(meeting: Meeting, name: str) -> AgendaItem | None:
    if not request.form.get(name):
        return None
    return found_or_404(queries.item_of(meeting, request.form.get(name, 0, type=received.key)))


def _new_page(meeting: Meeting, form: ItemForm) -> str:
    return render_template(
        "meetings/new_item.html", meeting=meeting, form=form, **_choices(meeting)
    )


def _form_to_change(data: object, item: AgendaItem) -> ItemForm:
    offers = _choices(item.meeting)
    return ItemForm.to_change(
        data,
        item,
        Offered(
            {each.clause_id: each.citation for each in offers["clauses"]},
            {each.id: each.symbol for each in offers["documents"]},
        ),
    )


def _edit_page(
    item: AgendaItem,
    form: ItemForm,
    conflicts: Sequence[Conflict] = (),
    saved_by: str = "",
) -> str:
    return render_template(
        "meetings/_item_in_place.html" if is_fragment() else "meetings/edit_item.html",
        item=item,
        form=form,
        conflicts=conflicts,
        saved_by=saved_by,
        **_choices(item.meeting),
    )


def _both_texts(
    item: AgendaItem, form: ItemForm, conflicts: Sequence[Conflict]
) -> ResponseReturnValue:
    """Show both versions of the fields in conflict, and save nothing. The form contains what was
    typed; sending it again replaces what others saved.
    """
    saved_by = last_editor(item)
    if wants_json():
        notes = render_template(
            "meetings/_item_conflicts.html", conflicts=conflicts, saved_by=saved_by, form=form
        )
        return jsonify(notes=notes, marks=form.marks_with(conflicts)), 409
    form.marks.data = marks_of(form.stored)
    return _edit_page(item, form, conflicts, saved_by), 409


def _again_in_place(item: AgendaItem, form: ItemForm) -> ResponseReturnValue:
    if wants_json():
        return jsonify(notes=render_template("meetings/_item_errors.html", form=form)), 422
    return _edit_page(item, form), 422


def _choices(meeting: Meeting) -> dict[str, Any]:
    return {
        "presenters": queries.presenters_to_choose(meeting),
        "clauses": clauses_to_choose(),
        "documents": queries.documents_to_choose(meeting, current_audiences()),
    }
