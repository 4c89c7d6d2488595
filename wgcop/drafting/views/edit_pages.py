"""The page on which a draft is edited, including its answers when something could not be saved.
Nothing that was typed is lost.
"""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import paper
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.contributions import queries
from wgcop.contributions.access import listening
from wgcop.contributions.agendas import agendas
from wgcop.contributions.draft_desk import stored_text
from wgcop.contributions.fields import WRITTEN
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import around
from wgcop.contributions.revisions import Revision
from wgcop.contributions.subjects import about_draft
from wgcop.contributions.talk.circles import remark_for
from wgcop.database import db
from wgcop.drafting.forms import Conflict, ContributionForm, DrafterForm, values_of
from wgcop.drafting.views.offers import meetings_to_choose, needs, outlooks
from wgcop.events.queries import seqs_for
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html
from wgcop.paper.proposed import reasons_label
from wgcop.threads.queries import comments_on
from wgcop.web import wants_json
from wgcop.writing.saving import TextContested


def edit_page(
    revision: Revision,
    form: ContributionForm,
    conflicts: Sequence[Conflict] | None = None,
    stored_text: str = "",
    text_changes: str = "",
) -> str:
    contribution, person = revision.contribution, current_person()
    if not form.has_text:
        form.text.data = values_of(revision)["text"]
    return render_template(
        "contributions/edit.html",
        may_use_editor=may_use_editor(form),
        reasons=reasons_label(revision.language),
        contribution=contribution,
        revision=revision,
        outlooks=outlooks(meetings_to_choose(contribution), contribution.kind),
        form=form,
        **needs(form),
        unagreed=revision.unagreed(person),
        remark="" if contribution.is_numbered else remark_for(person, contribution),
        colleagues=queries.colleagues(contribution, person),
        naming=DrafterForm(),
        conflicts=conflicts,
        stored_text=stored_text or (values_of(revision)["text"] if conflicts else ""),
        text_changes=text_changes,
        topics=listening(person.topic),
        talk=talk_on(contribution),
    )


def talk_on(contribution: Contribution) -> dict[str, object] | None:
    """Return the drafters' discussion, which opens beside the editor, or None if the reader has no
    part in it.
    """
    subject = about_draft(contribution, current_person(), current_capacity())
    if subject is None:
        return None
    topics = seqs_for(subject.topics, frozenset(subject.reads), awaited=subject.topics)
    return {"subject": subject, "count": comments_on(subject), "topics": topics}


def may_use_editor(form: ContributionForm) -> bool:
    """Return whether the page may have the editor: not if the plain form was asked for, nor if the
    form came back with an unsaved text.
    """
    return "plain" not in request.args and (request.method == "GET" or not form.has_text)


def both_texts(
    revision: Revision, form: ContributionForm, conflicts: Sequence[Conflict], *, marks: str
) -> ResponseReturnValue:
    """Show what somebody else saved above the form as it was filled in. Saving again replaces it.

    `marks` are the marks of the values with which the form was compared.
    """
    if wants_json():
        changed_by = revision.changed_by.name
        shown = [vars(conflict) for conflict in conflicts]
        return jsonify(conflicts=shown, marks=marks, taken=form.taken, changed_by=changed_by), 409
    form.marks.data = marks
    return edit_page(revision, form, conflicts), 409


def both_wordings(
    revision: Revision, form: ContributionForm, contested: TextContested
) -> ResponseReturnValue:
    """Show a conflict in the text. In paragraphs that both changed, the form keeps what was typed,
    beside what is stored; everything else is merged.
    """
    stored, joined = (paper.to_text(t).strip() for t in (contested.stored, contested.joined))
    form.steps.data, form.text.data = contested.version, joined
    conflict = Conflict("text", str(form.text.label.text), stored, joined, [stored])
    if wants_json():
        changed_by = revision.changed_by.name
        return jsonify(
            conflicts=[vars(conflict)], steps=contested.version, changed_by=changed_by
        ), 409
    marked = compare(contested.stored, contested.joined).marked
    surroundings = around(
        revision.contribution, contested.stored, contested.joined, prefix="saved-"
    )
    changes = marked_html(marked, surroundings)
    return edit_page(revision, form, [conflict], stored_text=stored, text_changes=changes), 409


def closed_page(
    contribution: Contribution, form: ContributionForm | None = None
) -> ResponseReturnValue:
    """Answer that there is no draft, or that this drafter may not write in it, and lead to what they
    may read. The typed text is shown, so that it can be copied.
    """
    limits = contribution.limits_of(current_person())
    status = 403 if limits else 409
    if wants_json():
        submitted = _("There is no draft to edit. It may have just been submitted.")
        return jsonify(error=limits or submitted), status
    page = render_template(
        "contributions/closed.html",
        contribution=contribution,
        typed=[form[name] for name in WRITTEN if name in form and form[name].data] if form else [],
        limits=limits,
        talk=about_draft(contribution, current_person(), current_capacity()),
    )
    return page, status


def not_saved(revision: Revision, form: ContributionForm) -> ResponseReturnValue:
    """Show the form again with the errors beside its fields."""
    if not wants_json():
        return edit_page(revision, form), 422
    errors = {field.name: " ".join(map(str, field.errors)) for field in form if field.errors}
    return jsonify(errors=errors), 422


def fill_in_text(form: ContributionForm, revision: Revision) -> None:
    """Fill in the text and its version, which are read together because others may be writing."""
    form.steps.data, text = stored_text(db.session, revision.id)
    form.text.data = paper.to_text(text).strip()


def stored_values(contribution: Contribution, revision: Revision) -> dict[str, Any]:
    items = agendas().items_of(contribution)
    items += [each for each in revision.items_when_issued if each not in items]
    return values_of(revision, items)
