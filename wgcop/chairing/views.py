"""The pages and forms for chair, secretariat and rapporteur to lead a thread, and their history."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Capacity, Person
from wgcop.chairing import actions
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads import policy
from wgcop.threads.chairing import queries
from wgcop.threads.chairing.standings import Standing
from wgcop.web import current_audiences, found_or_404, is_fragment, received, require, wants_json

bp = Blueprint("chairing", __name__)


@bp.get("/clauses/<wid>/chairing")
def chairing(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_threads(current_audiences()))
    return render_template(
        "threads/chairing.html", clause=clause, history=queries.history_of(clause)
    )


@bp.post("/clauses/<wid>/standing")
def set_standing(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_set_standing(current_person()))
    actions.set_standing(
        clause,
        chosen_standing(),
        seen=request.form.get("seen"),
        by=current_person(),
        capacity=in_office(current_person()),
    )
    return done(clause)


@bp.post("/clauses/<wid>/thread/resolution")
def resolve(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_resolve(current_person()))
    actions.resolve_thread(clause, by=current_person(), capacity=in_office(current_person()))
    return done(clause)


@bp.post("/clauses/<wid>/thread/reopening")
def reopen(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_resolve(current_person()))
    actions.reopen_thread(clause, by=current_person(), capacity=in_office(current_person()))
    return done(clause)


@bp.post("/clauses/<wid>/thread/window")
def set_window(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_set_standing(current_person()))
    actions.set_window(
        clause,
        opens_at=typed_moment("opens_at"),
        closes_at=typed_moment("closes_at"),
        seen=request.form.get("seen"),
        by=current_person(),
        capacity=in_office(current_person()),
    )
    return done(clause)


@bp.post("/clauses/<wid>/note")
def pin(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_pin(current_person()))
    actions.pin_note(
        clause,
        request.form.get("body", ""),
        seen=request.form.get("seen"),
        by=current_person(),
        capacity=in_office(current_person()),
    )
    return done(clause)


@bp.post("/clauses/<wid>/note/removal")
def unpin(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_pin(current_person()))
    actions.remove_note(
        clause,
        seen=request.form.get("seen"),
        by=current_person(),
        capacity=in_office(current_person()),
    )
    return done(clause)


def chosen_standing() -> Standing:
    try:
        return Standing(request.form.get("standing", ""))
    except ValueError:
        raise Invalid(_("Choose the status of the clause.")) from None


def typed_moment(field: str) -> datetime | None:
    """Read a date and time that was typed in the zone of the form, and convert it to UTC. Return
    None if the field is empty.
    """
    typed = request.form.get(field, "").strip()
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed)
        zone = ZoneInfo(request.form.get("zone") or "UTC")
        return received.in_utc(at if at.tzinfo else at.replace(tzinfo=zone))
    except (ValueError, KeyError, OSError):
        raise Invalid(_("Enter a date and a time, such as 2026-03-12 18:00.")) from None


def in_office(person: Person) -> Capacity:
    """Return the person's capacity in their office, regardless of the capacity in which they speak
    elsewhere.
    """
    return person.main_offices[0].capacity


def done(clause: Clause) -> ResponseReturnValue:
    db.session.commit()
    if wants_json() or is_fragment():
        return jsonify(topic=clause.topic)
    return redirect(clause.place, 303)
