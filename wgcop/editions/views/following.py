"""The next edition of a resolution: its clauses beside those of the last one, what was put right by
hand, and the act itself.
"""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.editions import actions, policy
from wgcop.editions.composing import CannotFollow, HandChoice, NextText
from wgcop.editions.forms import (
    HAND_NAMES,
    HandRow,
    LineNames,
    NextEditionForm,
    hand_rows,
    read_rows,
    row_about,
)
from wgcop.editions.models import EditionAdoption
from wgcop.editions.queries import CleanText, adoption_after, clean_text, mark_of_next
from wgcop.editions.views.blueprint import bp
from wgcop.errors import Outdated, Refused
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called, newer_edition
from wgcop.web import commit_and_show, found_or_404, require

Composed = tuple[NextText, list[HandChoice], list[HandRow]]


@bp.get("/resolutions/<slug>/next-edition")
def next_edition(slug: str) -> ResponseReturnValue:
    edition = _edition(slug)
    return _page(edition, NextEditionForm.of(None, edition))


@bp.post("/resolutions/<slug>/next-edition/preview")
def look_again(slug: str) -> ResponseReturnValue:
    """Show the clauses as they would be with what was put right by hand."""
    edition = _edition(slug)
    return _page(edition, NextEditionForm.of(request.form, edition), sent=request.form)


@bp.post("/resolutions/<slug>/next-edition")
def adopt(slug: str) -> ResponseReturnValue:
    edition = _edition(slug)
    form = NextEditionForm.of(request.form, edition)
    person = current_person()
    adoption = adoption_after(edition)
    if adoption is not None and adoption.person_id == person.id:
        return _adopted_before(adoption)
    clean = clean_text(edition)
    _following, choices, rows = _composed(clean, request.form)
    if not form.validate() or any(row.error for row in rows):
        return _page(edition, form, sent=request.form), 422
    try:
        adopted = actions.adopt_clean_text(
            edition,
            actions.EditionName(
                form.place.data, form.year.data, form.title.data, form.formula.data
            ),
            choices,
            seen=form.confirmed.data or "",
            by=person,
            capacity=policy.capacity_to_adopt(person),
        )
    except actions.AlreadyAdopted as refused:
        if refused.adoption.person_id == person.id:
            return _adopted_before(refused.adoption)
        return _refused(slug, form, refused)
    except (Outdated, Refused) as refused:
        return _refused(slug, form, refused)
    return commit_and_show(
        adopted,
        _("%(edition)s is adopted. Its clauses keep their discussions.", edition=adopted.name),
    )


def _adopted_before(adoption: EditionAdoption) -> ResponseReturnValue:
    return commit_and_show(adoption.edition, _("You have adopted this text already."), kind="info")


def _refused(slug: str, form: NextEditionForm, refused: Outdated | Refused) -> tuple[str, int]:
    db.session.rollback()
    return _page(_edition(slug), form, sent=request.form, refused=str(refused)), 409


def _edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_adopt(current_person()))
    return edition


def _composed(clean: CleanText, sent: MultiDict[str, str] | None) -> Composed:
    """Return the next edition with the choices that were made by hand, and the lines that say them. A
    line that cannot be followed has its reason, and the text is composed without it.
    """
    names = LineNames(clean.text)
    rows = hand_rows(sent) if sent is not None else []
    following = clean.next()
    choices, rows = read_rows(rows, names.keys(following))
    while True:
        try:
            return clean.next(choices), choices, rows
        except CannotFollow as refused:
            at = choices.index(refused.choice)
            choices.pop(at)
            good = [place for place, row in enumerate(rows) if not row.error]
            rows[good[at]] = replace(
                rows[good[at]],
                error=_("This contradicts another line, or names a clause that is left out."),
            )


def _page(
    edition: Edition,
    form: NextEditionForm,
    *,
    sent: MultiDict[str, str] | None = None,
    refused: str = "",
) -> str:
    clean = clean_text(edition)
    following, _choices, rows = _composed(clean, sent)
    names = LineNames(clean.text)
    if sent is not None and (wanted := sent.get("right")):
        about = next((each for each in following.clauses if each.key == wanted), None)
        if about is not None:
            rows.append(row_about(about, names))
    form.confirmed.data = mark_of_next(clean, following)
    return render_template(
        "editions/next.html",
        edition=edition,
        clean=clean,
        following=following,
        form=form,
        rows=[*rows, HandRow()],
        names=names,
        offered=names.keys(following),
        hand_names=HAND_NAMES,
        refused=refused,
        adoption=adoption_after(edition),
        newer=newer_edition(edition),
    )
