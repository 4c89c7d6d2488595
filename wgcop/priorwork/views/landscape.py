"""The landscape of a clause, a paper, a document or a topic: the page and the Word document."""

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop import clock
from wgcop.bodies.queries import all_bodies
from wgcop.contributions import policy as contributions_policy
from wgcop.contributions.views.reading import readable as readable_contribution
from wgcop.paper.docx_out import MIME
from wgcop.priorwork.landscape import words
from wgcop.priorwork.landscape.docx import as_docx
from wgcop.priorwork.landscape.works import Landscape, LandscapeSubject, landscape
from wgcop.priorwork.views import bp, readable
from wgcop.resolutions.queries import clause_by_wid
from wgcop.search.engines.installed import current_engine
from wgcop.search.page.asking import current_reader
from wgcop.search.page.queries import body_aliases
from wgcop.search.question.parsing import parse
from wgcop.web import found_or_404, public, site
from wgcop.web.received import LARGEST_KEY

SOURCES = ("clause", "contribution", "document", "q")


@bp.get("/landscape")
@public  # found, shown and counted is only what the reader's audiences may see
def show_landscape() -> ResponseReturnValue:
    result = current_landscape()
    return render_template(
        "priorwork/landscape.html",
        landscape=result,
        typed=request.args.get("q", ""),
        body_names=body_names() if result else {},
        as_docx=docx_address(),
        words=words,
    )


@bp.get("/landscape.docx")
@public  # as the page
def landscape_docx() -> ResponseReturnValue:
    result = current_landscape()
    if result is None:
        raise NotFound
    written = as_docx(
        result, site=site(), language=current_reader().language or "en", body_names=body_names()
    )
    response = Response(written, mimetype=MIME)
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"landscape-{result.made_at:%Y-%m-%d}.docx"
    )
    return response


def current_landscape() -> Landscape | None:
    """None if the address names no subject."""
    subject = chosen_subject()
    if subject is None:
        return None
    return landscape(current_engine(), subject, current_reader(), made_at=clock.now())


def chosen_subject() -> LandscapeSubject | None:
    match next(((name, value) for name in SOURCES if (value := request.args.get(name))), None):
        case ("clause", wid):
            return of_clause(wid)
        case ("contribution", key):
            return of_contribution(number(key))
        case ("document", key):
            return of_document(number(key))
        case ("q", typed):
            return of_topic(typed)
        case _:
            return None


def of_clause(wid: str) -> LandscapeSubject:
    clause = found_or_404(clause_by_wid(wid))
    wording = clause.wording
    edition = wording.section.edition
    return LandscapeSubject(
        title=f"{wording.citation} · {edition.name}",
        text=wording.text,
        excerpt=wording.text,
        language=edition.language,
        url=clause.place,
        clauses=(wid,),
        own=wording.search_key,
    )


def of_contribution(contribution_id: int) -> LandscapeSubject:
    """The subject is the wording that this reader sees: the draft for its writers, otherwise the issued text."""
    contribution = readable_contribution(contribution_id)
    may_edit = contributions_policy.can_edit(current_user, contribution)
    revision = (contribution.draft if may_edit else None) or contribution.current
    return LandscapeSubject(
        title=f"{revision.symbol}: {revision.title}" if revision.symbol else contribution.title,
        text="\n".join(filter(None, (revision.title, revision.abstract, revision.plain))),
        language=revision.language,
        url=contribution.url,
        clauses=tuple(clause.wid for clause in revision.clauses),
        own=contribution.search_key,
    )


def of_document(document_id: int) -> LandscapeSubject:
    document = readable(document_id)
    return LandscapeSubject(
        title=document.title,
        text=f"{document.title}\n{document.text}",
        language=document.language,
        url=document.url,
        clauses=tuple(clause.wid for clause in document.clauses),
        own=document.search_key,
    )


def of_topic(typed: str) -> LandscapeSubject | None:
    reader = current_reader()
    question = parse(
        typed, audiences=reader.audiences, language=reader.language, aliases=body_aliases()
    )
    if question.asks_nothing:
        return None
    return LandscapeSubject(title=question.typed, text=question.typed, question=question)


def number(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:11]) <= LARGEST_KEY:
        return int(text[:11])
    raise NotFound


def body_names() -> Mapping[str, str]:
    return {body.code: body.title for body in all_bodies()}


def docx_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"/landscape.docx?{query}"
