"""The agenda as a part of a meeting's page, and its editors' forms for changing it."""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.agenda import actions, policy, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.answering import again, done, editable, editable_item, edits_agenda
from wgcop.agenda.blueprint import bp
from wgcop.agenda.forms.item import ItemForm, Offered
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.outline import ItemMove
from wgcop.agenda.undoing.queries import last_editor
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.resolutions.queries import clauses_to_choose
from wgcop.web import (
    commit_and_show,
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
    """Show the form of an item: as a whole page, or only the form, for a script that opens it in
    place of the item.
    """
    item = editable_item(slug, item_id)
    return _edit_page(item, _form_to_change(None, item))


@bp.post("/<slug>/items/<int:item_id>/edit")
def change_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Save an item, merged with what others have saved in the meantime. `take` names the fields in
    which the other version was chosen.
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
    if wants_json():
        return jsonify(marks=form.marks_once_saved(_form_to_change(None, item)))
    return redirect(item.url, 303)


@bp.post("/<slug>/items/<int:item_id>/moves")
def move_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Move an item by one `step`, or to a place below `parent` and after `after`, which are ids of
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
    return commit_and_show(
        f"{meeting.url}#agenda", _("“%(title)s” was removed from the agenda.", title=title)
    )


@bp.post("/<slug>/items/<int:item_id>/documents/<int:document_id>/revision")
def choose_revision(slug: str, item_id: int, document_id: int) -> ResponseReturnValue:
    """Choose the revision of a document that is under discussion; an empty value always means the
    latest.
    """
    item = editable_item(slug, item_id)
    listed = {link.contribution_id: link.contribution for link in item.document_links}
    document = found_or_404(listed.get(document_id))
    number = request.form.get("revision", type=int)
    actions.choose_revision(item, document, number, by=current_person())
    return commit_and_show(f"{item.url}#item-papers")


def chosen_documents(meeting: Meeting, form: ItemForm) -> list[Contribution]:
    choices = queries.documents_to_choose(meeting, current_audiences())
    return [choice for choice in choices if choice.id in form.documents.data]


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
