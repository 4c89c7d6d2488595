"""Views of documents: the list, a document opened at a place, correcting and withdrawing it."""

from collections.abc import Callable, Sequence
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from wgcop import files
from wgcop.accounts.identity import current_person
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES
from wgcop.bodies.queries import all_bodies
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.queries import topic_for
from wgcop.i18n import language_name
from wgcop.languages import LANGUAGE_NAMES, OTHER
from wgcop.priorwork import actions, queries
from wgcop.priorwork.forms import DocumentForm, filters_of
from wgcop.priorwork.kinds import DOCUMENT_KIND_NAMES
from wgcop.priorwork.models import Document, topic_name
from wgcop.priorwork.sections import (
    DocumentPart,
    DocumentSection,
    parts,
    section_at,
    section_with,
    sections,
    without_title,
)
from wgcop.priorwork.views.blueprint import bp, may_keep, readable
from wgcop.resolutions.queries import clauses_to_choose
from wgcop.search.question.parsing import parse
from wgcop.search_engines.hits import marker as marker_of
from wgcop.search_page.asking import body_aliases
from wgcop.search_page.search_request import current_reader
from wgcop.web import (
    commit_and_show,
    current_audiences,
    filters_by_language,
    get_or_404,
    public,
    require,
)


@bp.get("/priorwork/")
@public  # scoped by the reader's audiences
@filters_by_language
def index() -> ResponseReturnValue:
    filters = filters_of(request.args)
    audiences = current_audiences()
    counts = queries.counts(filters, audiences)
    bodies = all_bodies()
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "priorwork/index.html",
        documents=queries.listed(filters, audiences, page=page),
        counts=counts,
        filters=filters,
        bodies=bodies,
        bodies_of_kinds=[
            (name, list(some)) for name, some in groupby(bodies, lambda body: body.kind_name)
        ],
        document_counts=queries.documents_of_bodies(bodies, audiences),
        address=filters.address,
        page=page,
        pages=-(-counts.matching // queries.PAGE),
        level_names=LEVEL_NAMES,
        region_names=REGION_NAMES,
        kind_names=DOCUMENT_KIND_NAMES,
        language_names=LANGUAGE_NAMES | {OTHER: language_name(OTHER)},
        may_keep=may_keep(),
        narrowed={name: value for name, value in filters.chosen.items() if value},
    )


@bp.get("/priorwork/<int:document_id>")
@public  # what this reader may not see is not found
def show(document_id: int) -> ResponseReturnValue:
    # Read the topic before the document, so that the page asks for whatever happens in between.
    topic = topic_for(topic_name(document_id), current_audiences())
    document = readable(document_id)
    all_parts = without_title(parts(document.text, document.passages), document.title)
    portions = sections(all_parts)
    typed = request.args.get("q", "")
    marked = marking(typed, document.language)
    at = request.args.get("at", type=int)
    if at is None and typed and request.args.keys().isdisjoint(("part", "place")):
        at = first_marked(all_parts, marked)
    section = asked_section(portions, at)
    visible_parts = section.parts if section else tuple(all_parts)
    return render_template(
        "priorwork/show.html",
        document=document,
        parts=visible_parts,
        contents=[part for part in visible_parts if part.heading] or visible_parts[1:],
        section=section,
        sections=portions,
        place=place_of(visible_parts, at),
        typed=typed,
        marked=marked,
        topic=topic,
        may_keep=may_keep(),
    )


def asked_section(portions: list[DocumentSection], at: int | None) -> DocumentSection | None:
    """Return the section that the address names by number, position or fragment; None for the whole
    document.
    """
    if request.args.get("part") == "all":
        return None
    if at is not None:
        return section_at(portions, at)
    if place := request.args.get("place"):
        return section_with(portions, place)
    number = request.args.get("part", 1, type=int)
    return portions[min(max(number, 1), len(portions)) - 1]


def first_marked(
    parts_in_order: Sequence[DocumentPart], marked: Callable[[str], Markup]
) -> int | None:
    """Return the position of the first paragraph with a word that was searched for; None if there
    is no such paragraph.
    """
    for part in parts_in_order:
        for start, paragraph in zip(part.starts, part.paragraphs, strict=True):
            if "<mark>" in marked(paragraph):
                return start
    return None


def place_of(visible_parts: Sequence[DocumentPart], at: int | None) -> int | None:
    """Return the start of the paragraph that holds this position; None if none does."""
    starts = [start for part in visible_parts for start in part.starts]
    return max((start for start in starts if at is not None and start <= at), default=None)


def marking(typed: str, language: str) -> Callable[[str], Markup]:
    """Return a function that marks in a paragraph the words that were searched for."""
    if not typed.strip():
        return Markup.escape
    reader = current_reader()
    question = parse(
        typed, audiences=reader.audiences, language=reader.language, aliases=body_aliases()
    )
    marker = marker_of(question)
    return lambda text: marker.marked(text, language)


@bp.get("/priorwork/<int:document_id>/file")
@public  # what this reader may not see is not found
def file(document_id: int) -> ResponseReturnValue:
    document = readable(document_id)
    return files.answer(document.file_sha, document.file_name)


@bp.get("/priorwork/<int:document_id>/edit")
def edit_form(document_id: int) -> ResponseReturnValue:
    require(may_keep())
    document = get_or_404(Document, document_id)
    return edit_page(document, form_of(document))


@bp.post("/priorwork/<int:document_id>")
def edit(document_id: int) -> ResponseReturnValue:
    require(may_keep())
    document = get_or_404(Document, document_id)
    form = form_of(document)
    if not form.validate():
        return edit_page(document, form), 422
    facts = form.facts(all_bodies(), queries.clauses(form.clauses.data))
    version = form.version.data or 0
    try:
        actions.edit_document(document, facts, version=version, by=current_person())
    except Outdated:
        form.version.data = document.version
        return edit_page(document, form, conflict=True), 409
    except Refused as refusal:
        db.session.rollback()
        form.body.errors = [str(refusal)]
        return edit_page(document, form), 409
    return commit_and_show(document)


@bp.post("/priorwork/<int:document_id>/withdrawal")
def withdraw(document_id: int) -> ResponseReturnValue:
    require(may_keep())
    document = get_or_404(Document, document_id)
    actions.withdraw(document, by=current_person())
    return commit_and_show(document)


@bp.post("/priorwork/<int:document_id>/return")
def bring_back(document_id: int) -> ResponseReturnValue:
    require(may_keep())
    document = get_or_404(Document, document_id)
    actions.bring_back(document, by=current_person())
    return commit_and_show(document)


def form_of(document: Document) -> DocumentForm:
    return DocumentForm.of(document, request.form or None, all_bodies(), clauses_to_choose())


def edit_page(document: Document, form: DocumentForm, *, conflict: bool = False) -> str:
    return render_template("priorwork/edit.html", document=document, form=form, conflict=conflict)
