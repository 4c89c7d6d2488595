"""The positions on one clause or proposal, and the forms of the reader's delegation."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Capacity
from wgcop.accounts.regional import RegionalGroup
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.queries import seqs_for
from wgcop.following.queries import own_level
from wgcop.positions import actions, notices, policy
from wgcop.positions.forms import NoticeForm, PositionForm, row_seen
from wgcop.positions.models import HeldPosition, mark_of
from wgcop.positions.movements import Movements
from wgcop.positions.stances import Layer
from wgcop.positions.subjects import ClauseSubject, PositionSubject
from wgcop.positions.views.blueprint import bp
from wgcop.positions.views.reading import (
    group_at,
    may_record_for,
    own_delegation,
    readable_clause,
    readable_subject,
    recording,
)
from wgcop.web import current_audiences, found_or_404


@bp.get("/clauses/<wid>/positions")
@bp.get("/clauses/<wid>/positions/groups/<key>")
@bp.get("/proposals/<int:proposal_id>/positions")
@bp.get("/proposals/<int:proposal_id>/positions/groups/<key>")
def clause(key: str = "", **at: Any) -> ResponseReturnValue:
    """Show the positions on a clause or a proposal with those of the reader's delegation or of a
    regional group.
    """
    return _page(readable_subject(at), group_at(key))


@bp.post("/clauses/<wid>/positions")
@bp.post("/clauses/<wid>/positions/groups/<key>")
@bp.post("/proposals/<int:proposal_id>/positions")
@bp.post("/proposals/<int:proposal_id>/positions/groups/<key>")
def take(key: str = "", **at: Any) -> ResponseReturnValue:
    subject, group = readable_subject(at), group_at(key)
    capacity, holder = recording(group)
    words = subject.words()
    form = PositionForm.of(
        request.form,
        subject.own(holder),
        words,
        capacity.key,
        layers=subject.layers,
        is_of_group=group is not None,
    )
    if not form.validate():
        return _page(subject, group, form), 422
    try:
        require_same_capacity(capacity)
        if form.words_seen.data != mark_of(words):
            raise Outdated(actions.words_changed())
        actions.take_position(
            subject.thing,
            form.chosen_layer,
            form.chosen_stance,
            form.reason.data,
            seen=row_seen(form.seen.data, form.chosen_layer),
            words=words,
            by=current_person(),
            capacity=capacity,
            group=group,
        )
        db.session.commit()
    except Outdated as outdated:
        db.session.rollback()
        return _page(readable_subject(at), group, form, outdated=str(outdated)), 409
    return _done(subject, group)


@bp.post("/clauses/<wid>/positions/<layer>/confirmation")
@bp.post("/clauses/<wid>/positions/groups/<key>/<layer>/confirmation")
@bp.post("/proposals/<int:proposal_id>/positions/<layer>/confirmation")
@bp.post("/proposals/<int:proposal_id>/positions/groups/<key>/<layer>/confirmation")
def confirm(layer: str, key: str = "", **at: Any) -> ResponseReturnValue:
    """Confirm the position in this layer for the current words."""
    subject, group = readable_subject(at), group_at(key)
    capacity, own = _own_row(subject, layer, group)
    words = subject.words()
    if request.form.get("words_seen") != mark_of(words):
        raise Outdated(actions.words_changed())
    actions.take_position(
        subject.thing,
        own.layer,
        own.stance,
        own.reason,
        seen=row_seen(request.form.get("seen"), own.layer),
        words=words,
        by=current_person(),
        capacity=capacity,
        group=group,
    )
    db.session.commit()
    return _done(subject, group)


@bp.post("/clauses/<wid>/positions/<layer>/withdrawal")
@bp.post("/clauses/<wid>/positions/groups/<key>/<layer>/withdrawal")
@bp.post("/proposals/<int:proposal_id>/positions/<layer>/withdrawal")
@bp.post("/proposals/<int:proposal_id>/positions/groups/<key>/<layer>/withdrawal")
def withdraw(layer: str, key: str = "", **at: Any) -> ResponseReturnValue:
    subject, group = readable_subject(at), group_at(key)
    capacity, own = _own_row(subject, layer, group)
    actions.take_position(
        subject.thing,
        own.layer,
        None,
        seen=row_seen(request.form.get("seen"), own.layer),
        words=subject.words(),
        by=current_person(),
        capacity=capacity,
        group=group,
    )
    db.session.commit()
    return _done(subject, group)


@bp.post("/clauses/<wid>/positions/release")
@bp.post("/clauses/<wid>/positions/groups/<key>/release")
@bp.post("/proposals/<int:proposal_id>/positions/release")
@bp.post("/proposals/<int:proposal_id>/positions/groups/<key>/release")
def release(key: str = "", **at: Any) -> ResponseReturnValue:
    subject, group = readable_subject(at), group_at(key)
    capacity, own = _own_row(subject, Layer.WITHIN, group)
    if row_seen(request.form.get("seen"), Layer.WITHIN) != own.id:
        raise Outdated(actions.another_was_recorded(group))
    actions.release_position(own, by=current_person(), capacity=capacity)
    db.session.commit()
    return _done(subject, group)


@bp.post("/clauses/<wid>/positions/notice")
def tell_chair(wid: str) -> ResponseReturnValue:
    """Tell those who preside over a group in confidence that the delegation will have trouble with
    the clause.
    """
    clause = readable_clause(wid)
    capacity, _holder = recording()
    require_same_capacity(capacity)
    groups = [each.group for each in notices.groups_to_tell()]
    form = NoticeForm.for_groups(request.form, groups)
    if not form.validate():
        return _page(ClauseSubject(clause), notice_form=form), 422
    actions.tell_chair(
        clause, form.chosen(groups), form.line.data, by=current_person(), capacity=capacity
    )
    db.session.commit()
    return _done(ClauseSubject(clause))


@bp.post("/clauses/<wid>/positions/notices/<int:notice_id>/withdrawal")
def withdraw_notice(wid: str, notice_id: int) -> ResponseReturnValue:
    clause, (capacity, _holder) = readable_clause(wid), recording()
    assert capacity.delegation
    own = notices.notices_on(clause, capacity.delegation)
    actions.withdraw_notice(found_or_404(next((n for n in own if n.id == notice_id), None)))
    db.session.commit()
    return _done(ClauseSubject(clause))


@bp.get("/clauses/<wid>/positions/history")
@bp.get("/proposals/<int:proposal_id>/positions/history")
def history(**at: Any) -> ResponseReturnValue:
    subject = readable_subject(at)
    return render_template(
        "positions/history.html",
        subject=subject,
        at=_addresses_of(subject),
        changes=subject.history(own_delegation(), policy.groups_read(current_capacity())),
    )


def _own_row(
    subject: PositionSubject, layer: str, group: RegionalGroup | None
) -> tuple[Capacity, HeldPosition]:
    """Return the capacity and the current position of the delegation, or of the group, in this
    layer.
    """
    capacity, holder = recording(group)
    require_same_capacity(capacity)
    own = subject.own(holder)
    row = next((own[each] for each in own if each == layer), None)
    if row is None:
        raise NotFound
    if row.stance is None:
        raise Refused(_("This position has been withdrawn already."))
    return capacity, row


def _page(
    subject: PositionSubject,
    group: RegionalGroup | None = None,
    form: PositionForm | None = None,
    outdated: str = "",
    *,
    notice_form: NoticeForm | None = None,
) -> str:
    """Render the page of a clause or a proposal for the reader's delegation or, with a `group`, for
    that.
    """
    delegation, capacity = own_delegation(), current_capacity()
    groups = policy.groups_read(capacity) if subject.offers_release else ()
    if group and not subject.offers_release:
        raise NotFound
    holder = delegation if group is None else group if group in groups else None
    may_record = may_record_for(group)
    own = subject.own(holder) if holder else {}
    words = subject.words()
    if may_record and capacity:
        fresh = PositionForm.of(
            None,
            own,
            words,
            capacity.key,
            layers=subject.layers,
            is_of_group=group is not None,
        )
        if form is None:
            form = fresh
        elif outdated:
            # What was typed stays; only what the page shows now counts as seen.
            form.seen.data, form.words_seen.data = fresh.seen.data, fresh.words_seen.data
    clause = subject.thing if isinstance(subject, ClauseSubject) else None
    told = notices.notices_on(clause, delegation) if clause and delegation and not group else []
    names = subject.topics_for(holder)
    return render_template(
        "positions/clause.html",
        subject=subject,
        at=_addresses_of(subject),
        clause=clause,
        words=words,
        shown=subject.released(),
        delegation=delegation if group is None else None,
        group=group,
        groups=groups,
        holder=holder,
        own=own,
        dom_key=subject.dom_key,
        form=form,
        moved=subject.moved(current_person(), delegation)
        if delegation and group is None
        else Movements(),
        outdated=outdated,
        notices=told,
        notice_form=notice_form or NoticeForm(),
        groups_to_tell=notices.groups_to_tell() if clause and may_record else [],
        find_it_now=notices.groups_with_open_items(clause)
        if clause and (told or may_record)
        else frozenset(),
        speaking_as=capacity.key if capacity else "",
        level=own_level(subject.topic, current_person()) if may_record else "",
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


def _addresses_of(subject: PositionSubject) -> Any:
    """Return a function for the addresses of the pages and forms of this subject."""
    return lambda name, **named: url_for(f"positions.{name}", **subject.arguments, **named)


def _done(subject: PositionSubject, group: RegionalGroup | None = None) -> ResponseReturnValue:
    if request.form.get("then") == "earlier-wordings":
        return redirect(url_for("positions.earlier_wordings", slug=subject.edition.slug), 303)
    return redirect(_addresses_of(subject)("clause", key=group.key if group else None), 303)
