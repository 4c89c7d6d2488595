"""Numbered documents at the address that is their symbol: the latest wording, and each earlier one."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from wgcop import printing
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.contributions import policy, queries
from wgcop.contributions.access import listening, named_document, readable_in_part
from wgcop.contributions.agendas import agendas
from wgcop.contributions.citations.cited_by import cited_by
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import paper_of
from wgcop.contributions.printed_cover import PrintedWording
from wgcop.contributions.revisions import Revision
from wgcop.contributions.subjects import about_document, about_draft
from wgcop.database import db
from wgcop.documents.changes import changes_in
from wgcop.documents.docx import as_docx
from wgcop.documents.exporting import comments_in_word
from wgcop.documents.forms import AttachmentForm
from wgcop.documents.pdf import printable
from wgcop.documents.supports import supports_of
from wgcop.documents.timeline import timeline
from wgcop.documents.views.language_versions import language_version_page
from wgcop.errors import Busy
from wgcop.numbering.blueprint import bp
from wgcop.paper import Node
from wgcop.paper.html import QuotedClause
from wgcop.threads.presenters import shown_thread
from wgcop.threads.queries import talk_of_blocks
from wgcop.translations.models import Translation
from wgcop.translations.policy import can_begin
from wgcop.translations.queries import issued as issued_translations
from wgcop.translations.queries import version_called
from wgcop.translations.versions import language_versions
from wgcop.web import current_audiences, found_or_404, require, site
from wgcop.web.downloads import name_download
from wgcop.word import MIME
from wgcop.word.comments import CommentInWord

log = structlog.get_logger(__name__)


@bp.get("/documents/<path:address>")
def document(address: str) -> ResponseReturnValue:
    """Show a document: `WG-COP/3/7`, `WG-COP/3/7/Rev.1`, `WG-COP/3/7/original`, `WG-COP/3/7/F`.
    Other ways of writing the symbol are redirected there.
    """
    require(policy.can_list(current_user))
    contribution, number, language = named_document(address)
    version = version_called(contribution, language, number)
    if version is not None:
        canonical = version.url if number is None else version.wording_url
    else:
        revision = found_or_404(named_revision(contribution, number))
        canonical = contribution.url if number is None else revision.url
    if f"/documents/{address}" != canonical:
        return redirect(canonical, 303)
    return language_version_page(version) if version else document_page(contribution, revision)


@bp.get("/documents/<path:address>.docx")
def document_in_word(address: str) -> ResponseReturnValue:
    require(policy.can_list(current_user))
    wording = named_wording(address)
    subject = None
    if isinstance(wording, Revision) and wording.is_latest and current_user.is_authenticated:
        subject = about_document(wording.contribution, current_person(), current_capacity())
    return in_word(wording, comments=comments_in_word(subject, asked=are_comments_asked_for()))


@bp.get("/contributions/<int:contribution_id>.docx")
def draft_in_word(contribution_id: int) -> ResponseReturnValue:
    wording = written_or_latest(contribution_id)
    subject = about_draft(wording.contribution, current_person(), current_capacity())
    return in_word(wording, comments=comments_in_word(subject, asked=are_comments_asked_for()))


@bp.get("/documents/<path:address>.pdf")
def document_in_print(address: str) -> ResponseReturnValue:
    require(policy.can_list(current_user))
    return in_print(named_wording(address))


@bp.get("/contributions/<int:contribution_id>.pdf")
def draft_in_print(contribution_id: int) -> ResponseReturnValue:
    return in_print(written_or_latest(contribution_id))


def written_or_latest(contribution_id: int) -> Revision:
    """Return the wording that is being written if the reader may see it, otherwise the latest one."""
    contribution = readable_in_part(contribution_id)
    person = current_person()
    draft = contribution.draft if policy.can_read_draft(person, contribution) else None
    require(draft is not None or policy.can_read(person, contribution))
    return draft or contribution.current


def in_print(wording: PrintedWording, text: Node | None = None) -> Response:
    """Send a wording as PDF. `text` is the marked text of a comparison. The transaction ends before
    printing, which takes seconds.
    """
    name = file_name(wording, "pdf", is_marked=text is not None)
    page = printable(wording, clauses=clauses_in(wording, text), marked=text)
    db.session.rollback()
    try:
        return download(page.to_pdf(), printing.MIME, name)
    except printing.PrintingFailed as error:
        log.warning("printing_failed", error=error)
        raise Busy(
            _(
                "This paper could not be printed here. Download the Word file and print it from there."
            )
        ) from error


def in_word(
    wording: PrintedWording,
    text: Node | None = None,
    former: PrintedWording | None = None,
    *,
    comments: Sequence[CommentInWord] = (),
) -> Response:
    """Send a wording as a Word file. `text` is the marked text of a comparison with the `former`
    wording, whose cover can be compared too.
    """
    content = as_docx(
        wording,
        marked=text,
        former=former,
        clauses=clauses_in(wording, text),
        comments=comments,
    )
    return download(content, MIME, file_name(wording, "docx", is_marked=text is not None))


def are_comments_asked_for() -> bool:
    """Return whether the address asks for comments. By default, documents are sent without them."""
    return "comments" in request.args


def clauses_in(wording: PrintedWording, text: Node | None) -> Mapping[str, QuotedClause]:
    return queries.quoted_clauses(text or wording.text, site=site(is_trusted=True))


def download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    name_download(response, name)
    return response


def file_name(wording: PrintedWording, ending: str, *, is_marked: bool) -> str:
    """Return the name of the file. A text with marked changes says so in its name."""
    symbol = wording.file_symbol if isinstance(wording, Translation) else wording.symbol
    name = str(symbol or wording.title or "draft").replace("/", "-").replace(" ", "-")
    return f"{_('%(name)s-changes', name=name) if is_marked else name}.{ending}"


def named_wording(address: str) -> PrintedWording:
    """Return the wording at an address, in the language that is named or else in the original's."""
    contribution, number, language = named_document(address)
    version = version_called(contribution, language, number)
    return version or found_or_404(named_revision(contribution, number))


def named_revision(contribution: Contribution, number: int | None) -> Revision | None:
    if number is None:
        return contribution.current
    return next((r for r in contribution.issued if r.number == number), None)


def document_page(
    contribution: Contribution, revision: Revision, *, attaching: AttachmentForm | None = None
) -> str:
    person = current_person()
    drafts = policy.drafts(person, contribution)
    talk, beside = talk_on(contribution) if revision.is_latest else ({}, None)
    audiences, capacity = current_audiences(), current_capacity()
    replacements = queries.replacements(contribution, audiences)
    attached = queries.attached_to(contribution, audiences)
    discussions = agendas().discussions_of(contribution, audiences)
    translations = issued_translations(contribution)
    cited = cited_by(contribution, audiences)
    events = timeline(
        contribution,
        discussions=discussions,
        attached=attached,
        replacements=replacements,
        translations=translations,
        cited=cited,
        for_drafters=drafts,
    )
    return render_template(
        "contributions/document.html",
        **paper_of(contribution, revision, beside=beside),
        **talk,
        changes=changes_in(revision),
        replacements=replacements,
        discussions=discussions,
        events=events,
        versions=language_versions(contribution, translations),
        may_translate=can_begin(person, contribution),
        cited=cited,
        supports=supports_of(contribution),
        may_support=capacity.delegation
        if capacity and policy.can_support(capacity, contribution)
        else None,
        may_replace=policy.can_say_what_it_replaces(person, contribution),
        draft=contribution.draft if drafts else None,
        attached=attached,
        may_attach=policy.can_attach(person, contribution),
        attaching=attaching or AttachmentForm.to(contribution),
        may_revise=policy.can_revise(person, contribution),
        may_withdraw=policy.can_withdraw(person, contribution),
        topics=[] if talk else listening(contribution.topic),
    )


def talk_on(contribution: Contribution) -> tuple[dict[str, object], Callable[[str], Markup]]:
    """Return the thread of the document for its template, and a function that shows the number of
    comments on a paragraph.
    """
    person, capacity = current_person(), current_capacity()
    subject = about_document(contribution, person, capacity)
    comments_by_block = talk_of_blocks(subject)

    def beside(block: str) -> Markup:
        here = comments_by_block.get(block)
        page = render_template("contributions/_said.html", said=here) if here else ""
        return Markup(page)  # noqa: S704 (a template of ours, which escapes)

    return shown_thread(subject, person, capacity, request.args), beside
