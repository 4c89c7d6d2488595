"""Views of the landscape of a clause, a paper, a document or a topic: the page and the Word
document.
"""

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from wgcop import clock
from wgcop.bodies.queries import all_bodies
from wgcop.priorwork.landscape import words
from wgcop.priorwork.landscape.docx import as_docx
from wgcop.priorwork.landscape.subjects import registered_subjects
from wgcop.priorwork.landscape.works import Landscape, LandscapeSubject, landscape
from wgcop.priorwork.views.blueprint import bp, readable
from wgcop.resolutions.queries import clause_by_wid
from wgcop.search.question.parsing import parse
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.asking import body_aliases
from wgcop.search_page.search_request import current_reader
from wgcop.web import filters_by_language, found_or_404, public, site
from wgcop.web.downloads import name_download
from wgcop.web.received import key
from wgcop.word.document import MIME


@bp.get("/landscape")
@public  # found, shown and counted is only what the reader's audiences may see
@filters_by_language
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
@public  # the same people may read the page
@filters_by_language
def landscape_docx() -> ResponseReturnValue:
    result = current_landscape()
    if result is None:
        raise NotFound
    written = as_docx(
        result, site=site(), language=current_reader().language or "en", body_names=body_names()
    )
    response = Response(written, mimetype=MIME)
    name_download(response, f"landscape-{result.made_at:%Y-%m-%d}.docx")
    return response


def current_landscape() -> Landscape | None:
    """Return the landscape that the address asks for; None if it names no subject."""
    subject = chosen_subject()
    if subject is None:
        return None
    return landscape(current_engine(), subject, current_reader(), made_at=clock.now())


def chosen_subject() -> LandscapeSubject | None:
    if wid := request.args.get("clause"):
        return of_clause(wid)
    for name, subject in (registered_subjects() | {"document": of_document}).items():
        if typed_key := request.args.get(name):
            return subject(number(typed_key))
    typed = request.args.get("q")
    return of_topic(typed) if typed else None


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
    if question.is_empty:
        return None
    return LandscapeSubject(title=question.typed, text=question.typed, question=question)


def number(text: str) -> int:
    try:
        return key(text)
    except ValueError:
        raise NotFound from None


def body_names() -> Mapping[str, str]:
    return {body.code: body.title for body in all_bodies()}


def docx_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"/landscape.docx?{query}"
