"""The pages of packages: one that links brackets and clauses, its page, and its end."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.brackets import queries
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages import actions, policy
from wgcop.brackets.packages.forms import DissolvePackageForm, LinkPackageForm
from wgcop.brackets.packages.models import BracketPackage
from wgcop.brackets.packages.queries import package_with_all, shown
from wgcop.brackets.policy import can_read_brackets, clauses_to_lead
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import actor, edition_with_brackets, speaking_as
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.events.queries import seqs_for
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import clauses_by_wid, text_of
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/resolutions/<slug>/packages/new")
def new_package(slug: str) -> ResponseReturnValue:
    edition = edition_with_brackets(slug)
    form = _form(edition, None)
    require(_may_link(form.offered, form.clause_ids))
    return _page(edition, form)


@bp.post("/resolutions/<slug>/packages")
def link_package(slug: str) -> ResponseReturnValue:
    edition = edition_with_brackets(slug)
    form = _form(edition, request.form)
    try:
        require(_may_still_link(form.offered, form.clause_ids))
        if not form.validate():
            return _page(edition, form), 422
        brackets, clauses = form.chosen_brackets, clauses_by_wid(form.clauses.data or ())
        ids = {*(each.clause_id for each in brackets), *(each.id for each in clauses)}
        if not _may_still_link(brackets, ids):
            raise Invalid(
                _(
                    "Choose a bracket that your delegation owns, or a bracket or clause that you lead."
                )
            )
        leads = bool(clauses_to_lead(current_person(), ids))
        by = actor(for_delegation=not leads)
        package = actions.link_package(
            edition.resolution, brackets, clauses, form.words.data, by=by
        )
        return commit_and_show(package)
    except (Invalid, Refused) as problem:
        db.session.rollback()
        edition = edition_with_brackets(slug)
        status = 422 if isinstance(problem, Invalid) else 409
        form = _form(edition, request.form)
        if _may_link(form.offered, form.clause_ids):
            # The page says in which capacity the reader speaks now, and is sent in that.
            form.speaking_as.data = speaking_as()
        return _page(edition, form, str(problem)), status


@bp.get("/packages/<int:package_id>")
def show_package(package_id: int) -> ResponseReturnValue:
    package = _readable(package_id)
    [one] = shown([package])
    names = list(dict.fromkeys(each.clause.topic for each in package.members))
    return render_template(
        "brackets/packages/show.html",
        package=package,
        shown=one,
        edition=package.members[0].clause.wording.section.edition,
        may_dissolve=_may_dissolve(package),
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


@bp.get("/packages/<int:package_id>/dissolution")
def dissolving(package_id: int) -> ResponseReturnValue:
    package = _readable(package_id)
    require(_may_dissolve(package))
    return _end_page(package, DissolvePackageForm())


@bp.post("/packages/<int:package_id>/dissolution")
def dissolve(package_id: int) -> ResponseReturnValue:
    package = _readable(package_id)
    require(_may_dissolve(package))
    form = DissolvePackageForm(request.form)
    if not form.validate():
        return _end_page(package, form), 422
    try:
        actions.dissolve_package(package, form.why.data, by=current_person())
    except Refused as refused:
        db.session.rollback()
        return _end_page(_readable(package_id), form, str(refused)), 409
    return commit_and_show(package)


def _readable(package_id: int) -> BracketPackage:
    require(can_read_brackets(current_audiences()))
    return found_or_404(package_with_all(package_id))


def _may_link(brackets: Sequence[Bracket], clause_ids: Iterable[int]) -> bool:
    ids = {*clause_ids, *(each.clause_id for each in brackets)}
    return policy.can_link(current_person(), current_capacity(), brackets, ids)


def _may_still_link(brackets: Sequence[Bracket], clause_ids: Iterable[int]) -> bool:
    """Return whether the reader may link these. Refuse if they may not because they speak in another
    capacity since they opened the form.
    """
    if _may_link(brackets, clause_ids):
        return True
    if capacity := current_capacity():
        require_same_capacity(capacity)
    return False


def _may_dissolve(package: BracketPackage) -> bool:
    return policy.can_dissolve(current_person(), current_capacity(), package)


def _form(edition: Edition, data: Any) -> LinkPackageForm:
    text = queries.brackets_of_text(edition)
    brackets = [
        each.bracket for section in text.open for one in section.clauses for each in one.brackets
    ]
    return LinkPackageForm.of(
        data,
        brackets,
        text_of(edition.id).clauses,
        speaking_as=speaking_as(),
        bracket=request.args.get("bracket", ""),
        wid=request.args.get("clause", ""),
    )


def _page(edition: Edition, form: LinkPackageForm, problem: str = "") -> str:
    return render_template(
        "brackets/packages/new.html", edition=edition, form=form, problem=problem, news=[]
    )


def _end_page(package: BracketPackage, form: DissolvePackageForm, problem: str = "") -> str:
    [one] = shown([package])
    return render_template(
        "brackets/packages/dissolve.html",
        package=package,
        shown=one,
        form=form,
        problem=problem,
        news=[],
    )
