"""The views of the room: its page, asking for the floor, and the controls of the chair."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from wtforms import Form

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import queries as agenda_queries
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.policy import can_write_notes
from wgcop.agenda.sitting import Sitting
from wgcop.agenda.undo_offers import undo_offer
from wgcop.bodies.models import Meeting
from wgcop.database import db, only_read
from wgcop.errors import Invalid, Refused
from wgcop.events.circles import audiences_at
from wgcop.events.queries import seqs_for
from wgcop.floor import actions, policy
from wgcop.floor.confided import confided_in, reads_confided, topic_name
from wgcop.floor.forms import AnnouncementForm, BreakForm, FloorForm, LimitForm, MinutesForm
from wgcop.floor.models import FloorRequest
from wgcop.floor.queries import item_on_floor, request_by_id, room_of
from wgcop.floor.speakers import FloorKind
from wgcop.outcomes.forms.outcome import OutcomeForm
from wgcop.web import (
    current_audiences,
    error_pages,
    found_or_404,
    is_fragment,
    require,
    wants_json,
)

THEMES = ("light", "dark")
PROJECTOR_THEME = "projector-theme"

bp = Blueprint("room", __name__, url_prefix="/meetings/<slug>/live")


@bp.get("")
def show(slug: str) -> ResponseReturnValue:
    """Show the room, or only its parts if a script asks for them."""
    meeting = entered(slug)
    if is_fragment():
        return render_template("meetings/room/_parts.html", room=room_of(meeting))
    return projected(meeting) if "projector" in request.args else page_of(meeting)


def projected(meeting: Meeting) -> ResponseReturnValue:
    """Return the page for the projector. The theme is chosen once to suit the room, and this
    browser remembers it for a year.
    """
    seqs = seqs_for([meeting.room_topic, meeting.floor_topic], current_audiences())
    asked = request.args.get("theme", "")
    theme = asked if asked in THEMES else request.cookies.get(PROJECTOR_THEME, "")
    answer = make_response(
        render_template(
            "meetings/room/projector.html",
            room=room_of(meeting),
            meeting=meeting,
            seqs=seqs,
            theme=theme if theme in THEMES else "",
        )
    )
    if asked in THEMES:
        answer.set_cookie(
            PROJECTOR_THEME, asked, max_age=31_536_000, samesite="Lax", secure=request.is_secure
        )
    return answer


# The speakers' list


@bp.post("/speakers")
def ask_for_floor(slug: str) -> ResponseReturnValue:
    """Put the person on the speakers' list of the item on the floor. Those who lead can put a
    delegation on it.
    """
    meeting = entered(slug)
    may_lead = policy.can_lead(current_person(), meeting)
    form = FloorForm.of(request.form, all_delegations() if may_lead else [])
    require(policy.can_ask_for_floor(current_person()))
    check(form)
    actions.ask_for_floor(
        on_the_floor(meeting),
        FloorKind(form.kind.data),
        capacity=None if form.chosen else current_capacity(),
        delegation=form.chosen,
        by=current_person(),
    )
    return done(meeting)


@bp.post("/speakers/<int:request_id>/withdrawal")
def withdraw_request(slug: str, request_id: int) -> ResponseReturnValue:
    meeting = entered(slug)
    asked = found_or_404(request_by_id(meeting, request_id))
    require(policy.can_withdraw(current_person(), asked))
    actions.withdraw_request(asked, by=current_person())
    return done(meeting)


@bp.post("/speakers/<int:request_id>/floor")
def give_floor(slug: str, request_id: int) -> ResponseReturnValue:
    meeting = led(slug)
    actions.give_floor(asked_in(meeting, request_id), by=current_person())
    return done(meeting)


@bp.post("/speakers/<int:request_id>/moves")
def move_request(slug: str, request_id: int) -> ResponseReturnValue:
    """Move a request `places` down the list, or up if negative."""
    meeting = led(slug)
    places = request.form.get("places", 0, type=int)
    actions.move_request(
        asked_in(meeting, request_id), max(-500, min(places, 500)), by=current_person()
    )
    return done(meeting)


@bp.post("/speakers/next")
def next_speaker(slug: str) -> ResponseReturnValue:
    """Give the floor to the next speaker. `speaking` is the request that has the floor on the page,
    0 for none.
    """
    meeting, shown = led(slug), request.form.get("speaking", type=int)
    actions.next_speaker(on_the_floor(meeting), shown=shown, by=current_person())
    return done(meeting)


@bp.post("/speakers/return")
def give_back_floor(slug: str) -> ResponseReturnValue:
    """Give the floor back to the previous speaker; `speaking` is used as for the next speaker."""
    meeting, shown = led(slug), request.form.get("speaking", type=int)
    actions.give_back_floor(on_the_floor(meeting), shown=shown, by=current_person())
    return done(meeting)


@bp.post("/speakers/end")
def end_intervention(slug: str) -> ResponseReturnValue:
    """End the intervention; `speaking` is as for the next speaker."""
    meeting, shown = led(slug), request.form.get("speaking", type=int)
    actions.end_intervention(on_the_floor(meeting), shown=shown, by=current_person())
    return done(meeting)


@bp.post("/speakers/closure")
def close_list(slug: str) -> ResponseReturnValue:
    return on_the_list(slug, actions.close_list)


@bp.post("/speakers/reopening")
def reopen_list(slug: str) -> ResponseReturnValue:
    return on_the_list(slug, actions.reopen_list)


@bp.post("/speakers/order")
def order_by_arrival(slug: str) -> ResponseReturnValue:
    return on_the_list(slug, actions.order_by_arrival)


@bp.post("/speakers/limit")
def limit_interventions(slug: str) -> ResponseReturnValue:
    meeting, form = led(slug), LimitForm(request.form)
    check(form)
    actions.limit_interventions(meeting, form.minutes_each.data, by=current_person())
    return done(meeting)


# Items


@bp.post("/items/next")
def go_on(slug: str) -> ResponseReturnValue:
    """Close the item on the floor and move on to the next one. `item` is the one that the page
    shows, so that sending the form twice closes only one item.
    """
    meeting = led(slug)
    actions.go_on(meeting, shown=request.form.get("item", type=int), by=current_person())
    return done(meeting)


@bp.get("/items")
def items(slug: str) -> ResponseReturnValue:
    """Return the items that can be taken up, for a script that asks once the agenda has changed."""
    meeting = entered(slug)
    if not is_fragment():
        return redirect(meeting.room_url, 303)
    return render_template("meetings/room/_items_to_take_up.html", room=room_of(meeting))


@bp.post("/items")
def take_up(slug: str) -> ResponseReturnValue:
    """Take up any `item`, wherever it is on the agenda."""
    meeting = led(slug)
    item = agenda_queries.item_of(meeting, request.form.get("item", 0, type=int))
    actions.take_up(found_or_404(item), by=current_person())
    return done(meeting)


@bp.post("/outcome")
def record_outcome(slug: str) -> ResponseReturnValue:
    """Record an outcome of the item on the floor. If that is no longer the `item` for which the
    form was begun, the person chooses one as `of_item`.
    """
    meeting, form = led(slug), OutcomeForm(request.form)
    check(form)
    if chosen := request.form.get("of_item", type=int):
        item = found_or_404(agenda_queries.item_of(meeting, chosen))
    else:
        item = on_the_floor(meeting)
    actions.conclude(item, form.outcome.data, form.text.data, by=current_person())
    return done(meeting)


# Timers


TIMERS: dict[str, dict[str, Callable[..., None]]] = {
    "item": {"start": actions.start_item_timer, "pause": actions.pause_item_timer},
    "intervention": {
        "start": actions.start_intervention_timer,
        "pause": actions.pause_intervention_timer,
    },
}
MORE = {"item": actions.add_to_item, "intervention": actions.add_to_intervention}


@bp.post("/timers/<which>/<act>")
def set_timer(slug: str, which: str, act: str) -> ResponseReturnValue:
    """Start or pause a timer. `act` is `start`, which also resumes, or `pause`; `which` is `item`
    or `intervention`.
    """
    if act not in TIMERS.get(which, {}):
        raise NotFound
    return on_the_list(slug, TIMERS[which][act])


@bp.post("/timers/<which>/minutes")
def add_minutes(slug: str, which: str) -> ResponseReturnValue:
    meeting, form = led(slug), MinutesForm(request.form)
    if which not in MORE:
        raise NotFound
    check(form)
    MORE[which](on_the_floor(meeting), form.minutes.data, by=current_person())
    return done(meeting)


# The gavel


@bp.post("/opening")
def open_meeting(slug: str) -> ResponseReturnValue:
    meeting = presided(slug)
    actions.open_meeting(meeting, by=current_person())
    return done(meeting)


@bp.post("/breaks")
def begin_break(slug: str) -> ResponseReturnValue:
    """Suspend the meeting. `until` is a time by the clock of the place, or empty."""
    meeting, form = presided(slug), BreakForm(request.form)
    check(form)
    until = actions.moment_of(form.until.data, meeting) if form.until.data else None
    actions.begin_break(meeting, until, shown=shown_sitting(), by=current_person())
    return done(meeting)


@bp.post("/breaks/end")
def resume(slug: str) -> ResponseReturnValue:
    """Resume the meeting after a break, an adjournment, or a closing that came too early."""
    meeting = presided(slug)
    actions.resume(meeting, shown=shown_sitting(), by=current_person())
    return done(meeting)


@bp.post("/adjournment")
def adjourn(slug: str) -> ResponseReturnValue:
    meeting = presided(slug)
    actions.adjourn(meeting, shown=shown_sitting(), by=current_person())
    return done(meeting)


@bp.post("/closure")
def close_meeting(slug: str) -> ResponseReturnValue:
    meeting = presided(slug)
    actions.close_meeting(meeting, shown=shown_sitting(), by=current_person())
    return done(meeting)


@bp.post("/chair")
def take_chair(slug: str) -> ResponseReturnValue:
    meeting, person = chaired(slug), current_person()
    office = person.office_to_preside(meeting.group)
    assert office is not None
    actions.take_chair(
        meeting,
        as_capacity=office.capacity.title,
        shown=request.form.get("chair"),
        by=person,
    )
    return done(meeting)


@bp.post("/chair/return")
def give_back_chair(slug: str) -> ResponseReturnValue:
    meeting = chaired(slug)
    actions.give_back_chair(meeting, by=current_person())
    return done(meeting)


# Announcements


@bp.post("/announcements")
def announce(slug: str) -> ResponseReturnValue:
    meeting, form = led(slug), AnnouncementForm(request.form)
    check(form)
    actions.announce(meeting, form.text.data, by=current_person())
    return done(meeting)


@bp.post("/announcements/removal")
def take_down_announcement(slug: str) -> ResponseReturnValue:
    meeting = led(slug)
    actions.take_down_announcement(meeting, by=current_person())
    return done(meeting)


def entered(slug: str) -> Meeting:
    meeting = found_or_404(agenda_queries.meeting_by_slug(slug))
    require(policy.can_enter(current_audiences()))
    return meeting


def led(slug: str) -> Meeting:
    meeting = entered(slug)
    require_chair(meeting, policy.can_lead(current_person(), meeting))
    return meeting


def presided(slug: str) -> Meeting:
    meeting = entered(slug)
    require_chair(meeting, policy.can_strike_gavel(current_person(), meeting))
    return meeting


def chaired(slug: str) -> Meeting:
    """Return the meeting if the person may take its chair; otherwise refuse the request."""
    meeting = entered(slug)
    require(policy.may_preside(current_person(), meeting))
    return meeting


def require_chair(meeting: Meeting, is_permitted: bool) -> None:
    """Refuse the request unless it is permitted, and give the reason to deputies who are not in the
    chair: their page may still show its controls after somebody else has taken it.
    """
    if not is_permitted and policy.may_preside(current_person(), meeting):
        raise Refused(_("You are not in the chair. Take the chair, then try again."))
    require(is_permitted)


def shown_sitting() -> Sitting | None:
    """Return the state of the sitting on the page that sent the form, or None."""
    sent = request.form.get("sitting")
    return next((each for each in Sitting if each.value == sent), None)


def on_the_floor(meeting: Meeting) -> AgendaItem:
    """Return the item on the floor. Raise Refused if the form names another one as `item`, so that
    no other item is affected.
    """
    item = item_on_floor(meeting)
    if item is None:
        raise Refused(_("Nothing is on the floor."))
    if request.form.get("item", str(item.id)) != str(item.id):
        raise Refused(_("Another item is on the floor now. Nothing was done."))
    return item


def asked_in(meeting: Meeting, request_id: int) -> FloorRequest:
    return found_or_404(request_by_id(meeting, request_id))


def on_the_list(slug: str, verb: Callable[..., None]) -> ResponseReturnValue:
    meeting = led(slug)
    verb(on_the_floor(meeting), by=current_person())
    return done(meeting)


def check(form: Form) -> None:
    if not form.validate():
        raise Invalid(" ".join(str(e) for errors in form.errors.values() for e in errors))


@bp.errorhandler(Refused)
@bp.errorhandler(Invalid)
def again(error: Refused | Invalid) -> ResponseReturnValue:
    """Show the room as it is now, with the reason for the refusal and with what was typed in the
    form.
    """
    meeting = agenda_queries.meeting_by_slug((request.view_args or {}).get("slug", ""))
    if wants_json() or is_fragment() or meeting is None:
        return (
            error_pages.refused(error) if isinstance(error, Refused) else error_pages.invalid(error)
        )
    only_read()
    return page_of(meeting, problem=str(error)), 409 if isinstance(error, Refused) else 422


def page_of(meeting: Meeting, problem: str = "") -> str:
    """Return the page of the room. The numbers of its topics are read first, so that nothing newer
    is missed.
    """
    person = current_person()
    told = topic_name(meeting) if reads_confided(person, meeting) else None
    names = [meeting.room_topic, meeting.floor_topic, *([told] if told else [])]
    audiences = audiences_at(told, person) if told else current_audiences()
    seqs = seqs_for(names, audiences)
    may_lead = policy.can_lead(person, meeting)
    room = room_of(meeting)
    return render_template(
        "meetings/room/show.html",
        room=room,
        meeting=meeting,
        seqs=seqs,
        may_ask=policy.can_ask_for_floor(person),
        may_lead=may_lead,
        presides=policy.can_strike_gavel(person, meeting),
        may_preside=policy.may_preside(person, meeting),
        leads_by_chair=policy.leads_by_chair(person, meeting),
        adjourns_to=actions.next_session(meeting),
        told=told,
        confided=confided_in(room) if told else [],
        kept_words="" if may_lead else request.form.get("text", ""),
        may_write_notes=can_write_notes(person, meeting),
        capacity=current_capacity(),
        delegations=all_delegations() if may_lead else [],
        undo=undo_offer(meeting, current_person()) if may_lead else None,
        problem=problem,
        outcome=OutcomeForm(sent_to("record_outcome")),
        announcing=AnnouncementForm(sent_to("announce")),
        adding=FloorForm.of(sent_to("ask_for_floor"), []),
        limiting=LimitForm(sent_to("limit_interventions"), minutes_each=room.minutes_each),
        breaking=BreakForm(sent_to("begin_break")),
        begun_for=request.form.get("item", type=int) if sent_to("record_outcome") else None,
        taking_up=request.form.get("item", type=int) if sent_to("take_up") else None,
    )


def sent_to(view: str) -> MultiDict[str, str] | None:
    """Return what was typed in the form that this request sent, if it is the form of `view`;
    otherwise None.
    """
    return request.form if request.endpoint == f"{bp.name}.{view}" else None


def done(meeting: Meeting) -> ResponseReturnValue:
    db.session.commit()
    return ("", 204) if wants_json() else redirect(url_for("room.show", slug=meeting.slug), 303)
