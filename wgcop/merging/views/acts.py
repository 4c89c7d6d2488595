"""What is done with a chair's text: opened, typed in, taken into, taken back, and ended."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.database import db, only_read
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.merging import actions
from wgcop.merging.forms import TypedWordsForm, typed_splice, whole_number
from wgcop.merging.models import ChairsText
from wgcop.merging.pieces import SamePlace
from wgcop.merging.places import MergeChoice
from wgcop.merging.queries import open_text as open_text_of
from wgcop.merging.queries import shown_text
from wgcop.merging.views.blueprint import bp
from wgcop.merging.views.reading import in_office, merged_clause, merged_text, readable_clause
from wgcop.merging.views.showing import page_of
from wgcop.web import error_pages, is_fragment, wants_json


@bp.post("/clauses/<wid>/chairs-text")
def open_text(wid: str) -> ResponseReturnValue:
    clause = merged_clause(wid)
    return _done(actions.open_chairs_text(clause, by=current_person(), capacity=in_office()))


@bp.post("/clauses/<wid>/chairs-text/words")
def type_words(wid: str) -> ResponseReturnValue:
    """Take typed words: from a script with their place, from a form the whole text. If somebody else
    changed the same place, what was typed comes back with the text as it is.
    """
    form = TypedWordsForm(request.form)
    try:
        text, splice = merged_text(wid), typed_splice(request.form)
        if splice is None and not form.validate():
            return page_of(text.clause, form), 422
        actions.type_words(
            text,
            form.splices if splice is None else [splice],
            seen=form.version,
            by=current_person(),
            capacity=in_office(),
        )
    except SamePlace:
        problem = actions.what_changed(text, form.version)
        now = {"words": text.words, "version": text.version}
        db.session.rollback()
        if wants_json():
            return jsonify(error=problem, **now), 409
        return _as_typed(wid, form, problem), 409
    except (Invalid, Refused) as refused:
        if wants_json() or "start" in request.form:
            raise
        db.session.rollback()
        if isinstance(refused, Invalid):
            return page_of(readable_clause(wid), form, str(refused)), 422
        return _as_typed(wid, form, str(refused)), 409
    return _done(text)


def _as_typed(wid: str, form: TypedWordsForm, problem: str) -> str:
    """Render the page with what was typed, beside the text as it is now."""
    clause = readable_clause(wid)
    if text := open_text_of(clause):
        form.show(text)
    return page_of(clause, form, problem)


@bp.post("/clauses/<wid>/chairs-text/takes")
def take(wid: str) -> ResponseReturnValue:
    """Take one change of proposals in its place, or all that one proposal wants."""
    return _with_choices(merged_text(wid), actions.take_choices)


@bp.post("/clauses/<wid>/chairs-text/returns")
def give_back(wid: str) -> ResponseReturnValue:
    """Give one change back, or all that was taken from one proposal."""
    return _with_choices(merged_text(wid), actions.give_choices_back)


@bp.post("/clauses/<wid>/chairs-text/restorations")
def restore(wid: str) -> ResponseReturnValue:
    """Let the words of the clause in one place stand again."""
    text, sent = merged_text(wid), request.form
    start, stop = whole_number(sent.get("start")), whole_number(sent.get("stop"))
    if not 0 <= start <= stop <= len(text.base):
        raise Invalid(_("The clause has no such place. Load the page again."))
    actions.restore_words(text, start, stop, **_seen(), by=current_person(), capacity=in_office())
    return _done(text)


@bp.post("/clauses/<wid>/chairs-text/undo")
def undo(wid: str) -> ResponseReturnValue:
    """Take the text back to a step."""
    text, number = merged_text(wid), whole_number(request.form.get("step"))
    seen = _seen()["seen"]
    actions.undo_to(text, number, seen=seen, by=current_person(), capacity=in_office())
    return _done(text)


@bp.post("/clauses/<wid>/chairs-text/closure")
def put_away(wid: str) -> ResponseReturnValue:
    text = merged_text(wid)
    seen = _seen()["seen"]
    actions.put_away(text, seen=seen, by=current_person(), capacity=in_office())
    return _done(text)


def _with_choices(text: ChairsText, act: Callable[..., None]) -> ResponseReturnValue:
    actions.hold_with_proposals(text)
    choices, proposal = _choices(text)
    act(
        text,
        choices,
        proposal=proposal,
        **_seen(),
        by=current_person(),
        capacity=in_office(),
    )
    return _done(text)


def _choices(text: ChairsText) -> tuple[list[MergeChoice], int | None]:
    """Return what the form names: a proposal alone, or a proposal and a place."""
    sent, shown = request.form, shown_text(text.clause)
    proposal = whole_number(sent.get("proposal"))
    if "start" in sent:
        start, stop = whole_number(sent.get("start")), whole_number(sent.get("stop"))
        place = next((p for p in shown.places if (p.start, p.stop) == (start, stop)), None)
        choice = place.choice_of(proposal) if place else None
        if choice is None:
            raise Outdated(
                _("The proposals on this clause have changed. Look at them and try again.")
            )
        return [choice], None
    offer = next((each for each in shown.offers if each.proposal.id == proposal), None)
    if offer is None:
        raise Outdated(_("This proposal does not stand any more. Look at the page and try again."))
    if offer.is_on_earlier_wording:
        raise Refused(
            _(
                "This proposal was written on an earlier wording of the clause, so none of its words can be taken until its delegation confirms it."
            )
        )
    if not offer.choices:
        raise Refused(_("This proposal changes no words of the clause, so none can be taken."))
    return list(offer.choices), proposal


def _seen() -> dict[str, Any]:
    sent = request.form
    return {"seen": whole_number(sent.get("seen")), "place_seen": sent.get("place_seen", "")}


def _done(text: ChairsText) -> ResponseReturnValue:
    """Commit, and lead back to the page, or tell a script what the text says now."""
    db.session.commit()
    if wants_json() or is_fragment():
        return jsonify(words=text.words, version=text.version)
    return redirect(text.url, 303)


@bp.errorhandler(Refused)
def refused(error: Refused) -> ResponseReturnValue:
    """Show the page as it is now, with the reason why the form was refused."""
    wid = (request.view_args or {}).get("wid", "")
    if wants_json() or request.method == "GET":
        return error_pages.refused(error)
    only_read()
    return page_of(merged_clause(wid), problem=str(error)), 409
