"""Numbered documents at the address that their symbol is: the latest wording, and each earlier one."""

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.docx import as_docx
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.symbol import Symbol
from wgcop.contributions.views import bp
from wgcop.contributions.views.access import listening, readable, readable_document
from wgcop.contributions.views.papers import paper_of
from wgcop.paper.word_document import MIME
from wgcop.web import found_or_404, require


@bp.get("/documents/<path:address>")
def document(address: str) -> ResponseReturnValue:
    """`WG-COP/3/7`, `WG-COP/3/7/Rev.1`, `WG-COP/3/7/original`; other ways of writing it lead there."""
    require(policy.can_list(current_user))
    symbol = Symbol.read(address)
    if symbol is None:
        raise NotFound
    contribution = readable_document(symbol)
    revision = found_or_404(named_revision(contribution, symbol, address))
    canonical = contribution.url if names_the_latest(symbol, address) else revision.url
    if f"/documents/{address}" != canonical:
        return redirect(canonical, 303)
    return document_page(contribution, revision)


@bp.get("/documents/<path:address>.docx")
def document_in_word(address: str) -> ResponseReturnValue:
    require(policy.can_list(current_user))
    symbol = Symbol.read(address)
    if symbol is None:
        raise NotFound
    contribution = readable_document(symbol)
    return in_word(found_or_404(named_revision(contribution, symbol, address)))


@bp.get("/contributions/<int:contribution_id>.docx")
def draft_in_word(contribution_id: int) -> ResponseReturnValue:
    """Of the wording that is being written, for those who see it; else of the latest."""
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_read(person, contribution))
    draft = contribution.draft if policy.can_read_draft(person, contribution) else None
    return in_word(draft or contribution.current)


def in_word(revision: Revision) -> Response:
    response = Response(as_docx(revision), mimetype=MIME)
    name = str(revision.symbol or revision.title or "draft").replace("/", "-").replace(" ", "-")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.docx")
    return response


def names_the_latest(symbol: Symbol, address: str) -> bool:
    return not symbol.revision and not address.endswith("/original")


def named_revision(contribution: Contribution, symbol: Symbol, address: str) -> Revision | None:
    if names_the_latest(symbol, address):
        return contribution.current
    return next((r for r in contribution.issued if r.number == symbol.revision), None)


def document_page(contribution: Contribution, revision: Revision) -> str:
    person = current_person()
    may_write = policy.can_write(person, contribution)
    return render_template(
        "contributions/document.html",
        **paper_of(contribution, revision),
        draft=contribution.draft if may_write else None,
        may_revise=policy.can_revise(person, contribution),
        may_withdraw=policy.can_withdraw(person, contribution),
        topics=listening(contribution.topic),
    )
