"""Copying the agenda of an earlier meeting."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.identity import current_person
from wgcop.agenda import actions, policy, queries
from wgcop.agenda.actions.copying import WhatToCopy
from wgcop.agenda.blueprint import bp
from wgcop.agenda.forms.copying import CopyingForm
from wgcop.bodies.models import Meeting
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/<slug>/copying")
def choose_agenda(slug: str) -> ResponseReturnValue:
    meeting = _editable(slug)
    sources = queries.agendas_to_copy(meeting, current_audiences())
    return _page(meeting, CopyingForm.of(None, sources))


@bp.post("/<slug>/copying")
def copy_agenda(slug: str) -> ResponseReturnValue:
    meeting = _editable(slug)
    sources = queries.agendas_to_copy(meeting, current_audiences())
    form = CopyingForm.of(request.form, sources)
    if not form.validate():
        return _page(meeting, form), 422
    source = next(each for each in sources if each.id == form.source.data)
    what = WhatToCopy(
        clauses=form.clauses.data,
        fixed_starts=form.fixed_starts.data,
        notes=form.notes.data,
        documents=form.documents.data,
    )
    items = actions.copy_agenda(source, meeting, what, by=current_person())
    return commit_and_show(
        f"{meeting.url}#agenda",
        ngettext("%(num)d item was copied.", "%(num)d items were copied.", len(items))
        + " "
        + _("Below the agenda you can undo this."),
    )


def _editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def _page(meeting: Meeting, form: CopyingForm) -> str:
    return render_template("meetings/copy.html", meeting=meeting, form=form)
