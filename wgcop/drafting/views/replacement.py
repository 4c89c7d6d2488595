"""The page on which drafters name the earlier document that a paper replaces."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.contributions import finding, policy, queries
from wgcop.contributions.access import readable
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.drafting import actions
from wgcop.drafting.forms import ReplacementForm
from wgcop.numbering.blueprint import bp
from wgcop.web import current_audiences, require


@bp.get("/contributions/<int:contribution_id>/replacement")
def replacement_form(contribution_id: int) -> ResponseReturnValue:
    contribution = replacing(contribution_id)
    replaced = queries.replacements(contribution, current_audiences()).replaces
    symbol = str(replaced.issued_symbol) if replaced else ""
    return replacement_page(contribution, ReplacementForm(replaces=symbol))


@bp.post("/contributions/<int:contribution_id>/replacement")
def replace(contribution_id: int) -> ResponseReturnValue:
    contribution = replacing(contribution_id)
    form = ReplacementForm(request.form)
    if not form.validate():
        return replacement_page(contribution, form), 422
    other = document_meant(form)
    if other is None and form.replaces.data:
        return replacement_page(contribution, form), 422
    actions.replace(contribution, other, by=current_person())
    db.session.commit()
    if other:
        flash(_("Both documents now say that this one replaces %(symbol)s.", symbol=other.symbol))
    else:
        flash(_("It now replaces no other document."))
    return redirect(contribution.url, 303)


def replacing(contribution_id: int) -> Contribution:
    contribution = readable(contribution_id)
    require(policy.can_say_what_it_replaces(current_person(), contribution))
    return contribution


def document_meant(form: ReplacementForm) -> Contribution | None:
    """Return the document that the form names, or None. If it names one that this reader cannot
    see, the field shows that there is no such document.
    """
    if not form.replaces.data:
        return None
    audiences = current_audiences()
    mention = finding.document_called(form.replaces.data, audiences)
    if mention is not None:
        return queries.contribution_with_text(mention.document, audiences)
    form.replaces.errors = [
        _("There is no document with this symbol. Enter it as it is on its cover.")
    ]
    return None


def replacement_page(contribution: Contribution, form: ReplacementForm) -> str:
    return render_template("contributions/replacement.html", contribution=contribution, form=form)
