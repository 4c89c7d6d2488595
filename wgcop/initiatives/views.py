"""The registry's pages: a dense table, an entry, and the secretariat's forms."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES
from wgcop.db import db, unlocked
from wgcop.errors import Refused
from wgcop.history.queries import topic_for
from wgcop.initiatives import actions, policy, queries
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.forms import InitiativeForm, filters_of
from wgcop.initiatives.models import INITIATIVE_KIND_NAMES, Initiative, topic_name
from wgcop.languages.guessing import guess
from wgcop.radar.answers import HitAnswer
from wgcop.radar.hit_questions import HitQuestions, hit_questions
from wgcop.radar.namesakes import namesakes
from wgcop.radar.queries import links_of
from wgcop.search.engines.choice import current_engine
from wgcop.search.engines.protocol import Hit
from wgcop.web import current_audiences, found_or_404, public, require

bp = Blueprint("initiatives", __name__)

ANOTHER = "is_another"
"""Ticked if an entry with the same name and lead is not the one being written."""


@bp.get("/initiatives/")
@public
def index() -> ResponseReturnValue:
    filters = filters_of(request.args)
    counts = queries.registry_counts(filters)
    pages = max(-(-counts.matching // queries.PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "initiatives/index.html",
        initiatives=queries.registry(filters, page=page),
        counts=counts,
        page=page,
        pages=pages,
        filters=filters,
        level_names=LEVEL_NAMES,
        region_names=REGION_NAMES,
        kind_names=INITIATIVE_KIND_NAMES,
        may_edit=may_edit(),
    )


@bp.get("/initiatives/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    # The topic is read first, so that the page can ask for anything newer.
    topic = topic_for(topic_name(slug), current_audiences())
    initiative = found_or_404(queries.initiative_by_slug(slug))
    return render_template(
        "initiatives/show.html",
        initiative=initiative,
        topic=topic,
        may_edit=may_edit(),
        prior_work=links_of(initiative.search_key, current_audiences()),
        decide_url=f"{initiative.url}/edit" if may_edit() else None,
    )


@bp.get("/initiatives/new")
def new() -> ResponseReturnValue:
    require(may_edit())
    return new_page(InitiativeForm())


@bp.post("/initiatives/")
def create() -> ResponseReturnValue:
    require(may_edit())
    form = InitiativeForm(request.form)
    if not (form.validate() and has_own_name(form)):
        return new_page(form), 422
    if same := namesakes_of(form.facts):
        return new_page(form, same=same), 422
    questions = compared(form.facts)
    if questions and not questions.validate():
        return new_page(form, questions), 422
    initiative = actions.add_initiative(form.facts, answers_to(questions), by=current_person())
    db.session.commit()
    return redirect(initiative.url, 303)


@bp.get("/initiatives/<slug>/edit")
def edit_form(slug: str) -> ResponseReturnValue:
    require(may_edit())
    initiative = found_or_404(queries.initiative_by_slug(slug))
    return edit_page(initiative, InitiativeForm.of(initiative))


@bp.post("/initiatives/<slug>")
def edit(slug: str) -> ResponseReturnValue:
    require(may_edit())
    initiative = found_or_404(queries.initiative_by_slug(slug))
    form = InitiativeForm(request.form)
    if not (form.validate() and has_own_name(form, initiative)):
        return edit_page(initiative, form), 422
    is_renamed = (form.name.data, form.lead.data) != (initiative.name, initiative.lead)
    if is_renamed and (same := namesakes_of(form.facts, initiative)):
        return edit_page(initiative, form, same=same), 422
    questions = compared(form.facts, initiative)
    if form.version.data != initiative.version:
        return conflict_page(initiative, form), 409
    if questions and not questions.validate():
        return edit_page(initiative, form, questions), 422
    actions.edit_initiative(initiative, form.facts, answers_to(questions), by=current_person())
    db.session.commit()
    return redirect(initiative.url, 303)


def may_edit() -> bool:
    return bool(current_user.is_authenticated) and policy.can_edit_registry(current_person())


def compared(facts: RegistryFacts, existing: Initiative | None = None) -> HitQuestions | None:
    """The questions about an entry before it is saved; None if the radar did not answer."""
    record_id = existing.search_key if existing else ""
    if_duplicate, audiences = policy.if_duplicate(existing), current_audiences()
    with unlocked():
        return hit_questions(
            facts.words,
            record_id=record_id,
            language=guess(facts.words) or "en",
            audiences=audiences,
            data=request.form,
            if_duplicate=if_duplicate,
        )


def answers_to(questions: HitQuestions | None) -> list[HitAnswer] | None:
    return questions.answers if questions else None


def has_own_name(form: InitiativeForm, besides: Initiative | None = None) -> bool:
    try:
        actions.refuse_second_entry(form.facts.name, besides=besides)
    except Refused as refused:
        form.name.errors = [str(refused)]
        return False
    return True


def namesakes_of(facts: RegistryFacts, besides: Initiative | None = None) -> tuple[Hit, ...]:
    """Entries with nearly the same name and the same lead, unless the form says that this is another one."""
    if request.form.get(ANOTHER):
        return ()
    return namesakes(
        current_engine(),
        name=facts.name,
        lead=facts.lead,
        audiences=current_audiences(),
        besides=besides.search_key if besides else "",
    )


def new_page(
    form: InitiativeForm, questions: HitQuestions | None = None, same: tuple[Hit, ...] = ()
) -> str:
    return render_template("initiatives/new.html", form=form, forms=questions, same=same)


def edit_page(
    initiative: Initiative,
    form: InitiativeForm,
    questions: HitQuestions | None = None,
    same: tuple[Hit, ...] = (),
) -> str:
    return render_template(
        "initiatives/edit.html", initiative=initiative, form=form, forms=questions, same=same
    )


def conflict_page(initiative: Initiative, form: InitiativeForm) -> str:
    """The form as it was typed, with the stored entry above it. Saving again replaces it."""
    form.version.data = initiative.version
    return render_template("initiatives/edit.html", initiative=initiative, form=form, conflict=True)
