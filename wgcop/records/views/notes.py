"""Writing the notes of an agenda item together, publishing them, and restoring a version."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wgcop import paper
from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.database import db, unlocked
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html
from wgcop.paper.html import Surroundings
from wgcop.records.forms import NotesForm
from wgcop.records.notes import actions
from wgcop.records.notes.models import ItemNotes
from wgcop.records.notes.showing import ShownNotes, notes_of, version_of, versions_of
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/<slug>/items/<int:item_id>/notes")
def write_notes(slug: str, item_id: int) -> ResponseReturnValue:
    """Show the notes for writing; with `?plain=1`, without the editor. Looking at the page changes
    nothing: the button that leads here begins the notes.
    """
    item = noted_item(slug, item_id)
    form = NotesForm()
    notes = notes_of(item.id)
    if notes is not None:
        form.steps.data, text = actions.stored_notes(notes)
        form.text.data = paper.to_text(text).strip()
    return _page(item, notes, form)


@bp.get("/<slug>/notes")
def notes_on_the_floor(slug: str) -> ResponseReturnValue:
    """Redirect to the notes of the item that is on the floor, so that one link in the room is
    enough.
    """
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_write_notes(current_person(), meeting))
    item = agenda_of(meeting, current_audiences()).on_the_floor
    return redirect(f"{item.item.url}/notes" if item else meeting.url, 303)


@bp.post("/<slug>/items/<int:item_id>/notes")
def save_notes(slug: str, item_id: int) -> ResponseReturnValue:
    item = noted_item(slug, item_id)
    form = NotesForm(request.form)
    with unlocked():
        is_valid = form.validate()
    if not is_valid:
        return _page(item, notes_of(item.id), form), 422
    notes = actions.begin_notes(item, by=current_person())
    try:
        actions.save_notes(notes, form.tree, version=form.steps.data or 0, by=current_person())
    except actions.NotesContested as contested:
        db.session.rollback()
        item = noted_item(slug, item_id)
        form.steps.data = contested.version
        form.text.data = paper.to_text(contested.joined).strip()
        return _page(item, notes_of(item.id), form, contested), 409
    db.session.commit()
    if request.form.get("then") == "write":
        return redirect(f"{item.url}/notes", 303)
    return redirect(f"{item.url}#item-notes", 303)


@bp.post("/<slug>/items/<int:item_id>/notes/publication")
def publish_notes(slug: str, item_id: int) -> ResponseReturnValue:
    item, notes = noted(slug, item_id)
    actions.publish_notes(notes, by=current_person())
    return commit_and_show(
        f"{item.url}#item-notes", _("The notes are published. Members can read them now.")
    )


@bp.post("/<slug>/items/<int:item_id>/notes/publication/withdrawal")
def close_notes(slug: str, item_id: int) -> ResponseReturnValue:
    item, notes = noted(slug, item_id)
    actions.close_notes(notes, by=current_person())
    return commit_and_show(f"{item.url}#item-notes")


@bp.get("/<slug>/items/<int:item_id>/notes/versions")
def notes_versions(slug: str, item_id: int) -> str:
    item = noted_item(slug, item_id)
    number = request.args.get("page", 1, type=int)
    page = versions_of(item.id, page=number)
    return render_template(
        "meetings/notes_versions.html",
        item=item,
        name_of_item=queries.name_of_item(item),
        meeting=item.meeting,
        page=page,
    )


@bp.get("/<slug>/items/<int:item_id>/notes/versions/<int:number>")
def notes_version(slug: str, item_id: int, number: int) -> str:
    """Show a version of the notes, and what restoring it would change."""
    item, notes = noted(slug, item_id)
    version = found_or_404(version_of(item.id, number))
    shown = ShownNotes(item.id, notes)
    return render_template(
        "meetings/notes_version.html",
        item=item,
        name_of_item=queries.name_of_item(item),
        meeting=item.meeting,
        version=version,
        body=shown.body_of(version.text),
        changes=_changes(notes.text, version.text, prefix="restored-"),
    )


@bp.post("/<slug>/items/<int:item_id>/notes/versions/<int:number>/restoration")
def restore_notes(slug: str, item_id: int, number: int) -> ResponseReturnValue:
    item, notes = noted(slug, item_id)
    found_or_404(version_of(item.id, number))
    actions.restore_notes(notes, number, by=current_person())
    return commit_and_show(
        f"{item.url}/notes/versions",
        _("The notes have the words of version %(number)d again.", number=number),
    )


def noted_item(slug: str, item_id: int) -> AgendaItem:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_write_notes(current_person(), meeting))
    return found_or_404(queries.item_of(meeting, item_id))


def noted(slug: str, item_id: int) -> tuple[AgendaItem, ItemNotes]:
    item = noted_item(slug, item_id)
    return item, found_or_404(notes_of(item.id))


def _page(
    item: AgendaItem,
    notes: ItemNotes | None,
    form: NotesForm,
    contested: actions.NotesContested | None = None,
) -> str:
    changes = Markup("")
    if contested is not None:
        changes = _changes(contested.stored, contested.joined, prefix="saved-")
    return render_template(
        "meetings/notes.html",
        item=item,
        name_of_item=queries.name_of_item(item),
        meeting=item.meeting,
        notes=notes,
        form=form,
        changes=changes,
        may_use_editor=notes is not None
        and request.method == "GET"
        and "plain" not in request.args,
    )


def _changes(before: paper.Node, after: paper.Node, *, prefix: str) -> Markup:
    """Return the changes marked in the text; empty if the texts are the same."""
    if paper.plain(before) == paper.plain(after):
        return Markup("")
    marked = compare(before, after).marked
    return marked_html(marked, Surroundings(headings_from=3, prefix=prefix))
