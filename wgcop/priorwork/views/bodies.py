"""Views of a body with its lineage, and forms to enter and edit bodies."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.bodies.actions import add_body, edit_body
from wgcop.bodies.body import Body
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.queries import Lineage, all_bodies, body_by_alias, body_by_slug, lineage_of
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.queries import topic_for
from wgcop.following.public_feed import FeedThing, answer_feed
from wgcop.priorwork import queries
from wgcop.priorwork.forms import BodyForm
from wgcop.priorwork.queries import DocumentFilters
from wgcop.priorwork.views.blueprint import bp, may_keep
from wgcop.web import commit_and_show, current_audiences, found_or_404, limiter, public, require


@bp.get("/priorwork/bodies/<slug>")
@public  # its documents are scoped by the reader's audiences
def body(slug: str) -> ResponseReturnValue:
    body = body_by_slug(slug)
    if body is None:
        return redirect(found_or_404(body_by_alias(slug)).url)
    audiences = current_audiences()
    lineage = lineage_of(body)
    filters = DocumentFilters(body=body.code)
    page = max(request.args.get("page", 1, type=int), 1)
    counts = queries.documents_of_bodies(lineage.chain, audiences)
    return render_template(
        "priorwork/body.html",
        body=body,
        lineage=lineage,
        topic=topic_for(body.topic, audiences),
        documents=queries.listed(filters, audiences, page=page),
        document_counts=counts,
        page=page,
        pages=-(-counts[body.id] // queries.PAGE),
        may_keep=may_keep(),
    )


@bp.get("/priorwork/bodies/<slug>/feed.atom")
@public  # reports only what guests may read
@limiter.limit("60 per minute")
def body_feed(slug: str) -> Response:
    body = found_or_404(body_by_slug(slug))
    return answer_feed(
        FeedThing(name=body.topic, title=body.title, page=body.url, chosen={"body": (body.code,)})
    )


@bp.get("/priorwork/bodies/new")
def new_body() -> ResponseReturnValue:
    require(may_keep())
    return render_template("priorwork/new_body.html", form=BodyForm.among(all_bodies(), None))


@bp.post("/priorwork/bodies")
def create_body() -> ResponseReturnValue:
    require(may_keep())
    form = BodyForm.among(all_bodies(), request.form)
    if not form.validate():
        return render_template("priorwork/new_body.html", form=form), 422
    try:
        body = add_body(form.facts, by=current_person())
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        db.session.rollback()
        return render_template("priorwork/new_body.html", form=form), 409
    return commit_and_show(body)


@bp.get("/priorwork/bodies/<slug>/edit")
def edit_body_form(slug: str) -> ResponseReturnValue:
    require(may_keep())
    body = found_or_404(body_by_slug(slug))
    return edit_page(body, form_of(lineage_of(body)))


@bp.post("/priorwork/bodies/<slug>")
def change_body(slug: str) -> ResponseReturnValue:
    require(may_keep())
    body = found_or_404(body_by_slug(slug))
    form = form_of(lineage_of(body))
    if not form.validate():
        return edit_page(body, form), 422
    try:
        edit_body(body, form.facts, version=form.version.data or 0, by=current_person())
    except Outdated:
        form.version.data = body.version
        return edit_page(body, form, conflict=True), 409
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        db.session.rollback()
        return edit_page(body, form), 409
    return commit_and_show(body)


def form_of(lineage: Lineage) -> BodyForm:
    facts = BodyFacts.stored(lineage.body, lineage.earlier)
    return BodyForm.among(all_bodies(), request.form or None, facts, version=lineage.body.version)


def edit_page(body: Body, form: BodyForm, *, conflict: bool = False) -> str:
    return render_template("priorwork/edit_body.html", body=body, form=form, conflict=conflict)
