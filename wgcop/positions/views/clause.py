"""The positions on one clause, and the forms of the reader's delegation."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Capacity
from wgcop.accounts.regional import RegionalGroup
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.queries import seqs_for
from wgcop.following.queries import own_level
from wgcop.positions import actions, notices, policy, queries
from wgcop.positions.forms import NoticeForm, PositionForm, row_seen
from wgcop.positions.models import AnyPosition, mark_of
from wgcop.positions.stances import Layer
from wgcop.positions.views.blueprint import bp
from wgcop.positions.views.reading import (
    group_at,
    may_record_for,
    own_delegation,
    own_movements,
    readable_clause,
    recording,
)
from wgcop.resolutions.models import Clause
from wgcop.threads.models import topic_name
from wgcop.web import current_audiences, found_or_404


@bp.get("/clauses/<wid>/positions")
@bp.get("/clauses/<wid>/positions/groups/<key>")
def clause(wid: str, key: str = "") -> ResponseReturnValue:
    """Show the positions on a clause with those of the reader's delegation or of a regional group."""
    return _clause_page(readable_clause(wid), group_at(key))


@bp.post("/clauses/<wid>/positions")
@bp.post("/clauses/<wid>/positions/groups/<key>")
def take(wid: str, key: str = "") -> ResponseReturnValue:
    clause, group = readable_clause(wid), group_at(key)
    capacity, holder = recording(group)
    words = queries.words_of(clause)
    own = queries.own_positions(clause, holder)
    form = PositionForm.of(request.form, own, words, capacity.key, is_of_group=group is not None)
    if not form.validate():
        return _clause_page(clause, group, form), 422
    try:
        require_same_capacity(capacity)
        if form.words_seen.data != mark_of(words):
            raise Outdated(_("The wording of the clause changed while you were reading it."))
        actions.take_position(
            clause,
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
        return _clause_page(readable_clause(wid), group, form, outdated=str(outdated)), 409
    return _done(clause, group)


@bp.post("/clauses/<wid>/positions/<layer>/confirmation")
@bp.post("/clauses/<wid>/positions/groups/<key>/<layer>/confirmation")
def confirm(wid: str, layer: str, key: str = "") -> ResponseReturnValue:
    """Confirm the position in this layer for the current words."""
    group = group_at(key)
    clause, capacity, own = _own_row(wid, layer, group)
    words = queries.words_of(clause)
    if request.form.get("words_seen") != mark_of(words):
        raise Outdated(_("The wording of the clause changed while you were reading it."))
    actions.take_position(
        clause,
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
    return _done(clause, group)


@bp.post("/clauses/<wid>/positions/<layer>/withdrawal")
@bp.post("/clauses/<wid>/positions/groups/<key>/<layer>/withdrawal")
def withdraw(wid: str, layer: str, key: str = "") -> ResponseReturnValue:
    group = group_at(key)
    clause, capacity, own = _own_row(wid, layer, group)
    actions.take_position(
        clause,
        own.layer,
        None,
        seen=row_seen(request.form.get("seen"), own.layer),
        words=queries.words_of(clause),
        by=current_person(),
        capacity=capacity,
        group=group,
    )
    db.session.commit()
    return _done(clause, group)


@bp.post("/clauses/<wid>/positions/release")
@bp.post("/clauses/<wid>/positions/groups/<key>/release")
def release(wid: str, key: str = "") -> ResponseReturnValue:
    group = group_at(key)
    clause, capacity, own = _own_row(wid, Layer.WITHIN, group)
    if row_seen(request.form.get("seen"), Layer.WITHIN) != own.id:
        raise Outdated(actions.another_was_recorded(group))
    actions.release_position(own, by=current_person(), capacity=capacity)
    db.session.commit()
    return _done(clause, group)


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
        return _clause_page(clause, notice_form=form), 422
    actions.tell_chair(
        clause, form.chosen(groups), form.line.data, by=current_person(), capacity=capacity
    )
    db.session.commit()
    return _done(clause)


@bp.post("/clauses/<wid>/positions/notices/<int:notice_id>/withdrawal")
def withdraw_notice(wid: str, notice_id: int) -> ResponseReturnValue:
    clause, (capacity, _holder) = readable_clause(wid), recording()
    assert capacity.delegation
    own = notices.notices_on(clause, capacity.delegation)
    actions.withdraw_notice(found_or_404(next((n for n in own if n.id == notice_id), None)))
    db.session.commit()
    return _done(clause)


@bp.get("/clauses/<wid>/positions/history")
def history(wid: str) -> ResponseReturnValue:
    clause = readable_clause(wid)
    return render_template(
        "positions/history.html",
        clause=clause,
        changes=queries.history_of(
            clause, own_delegation(), policy.groups_read(current_capacity())
        ),
    )


def _own_row(
    wid: str, layer: str, group: RegionalGroup | None
) -> tuple[Clause, Capacity, AnyPosition]:
    """Return the clause, the capacity and the current position of the delegation, or of the group,
    in this layer.
    """
    clause = readable_clause(wid)
    capacity, holder = recording(group)
    require_same_capacity(capacity)
    own = queries.own_positions(clause, holder)
    row = next((own[each] for each in own if each == layer), None)
    found_or_404(row)
    assert row
    if row.stance is None:
        raise Refused(_("This position has been withdrawn already."))
    return clause, capacity, row


def _clause_page(
    clause: Clause,
    group: RegionalGroup | None = None,
    form: PositionForm | None = None,
    outdated: str = "",
    *,
    notice_form: NoticeForm | None = None,
) -> str:
    """Render the page of the clause for the reader's delegation or, with a `group`, for that."""
    delegation, capacity = own_delegation(), current_capacity()
    groups = policy.groups_read(capacity)
    holder = delegation if group is None else group if group in groups else None
    may_record = may_record_for(group)
    own = queries.own_positions(clause, holder) if holder else {}
    words = queries.words_of(clause)
    if may_record and capacity:
        fresh = PositionForm.of(None, own, words, capacity.key, is_of_group=group is not None)
        if form is None:
            form = fresh
        elif outdated:
            # What was typed stays; only what the page shows now counts as seen.
            form.seen.data, form.words_seen.data = fresh.seen.data, fresh.words_seen.data
    names = [clause.topic, *([topic_name(clause.topic, holder.audience)] if holder else [])]
    is_delegations = delegation is not None and group is None
    told = notices.notices_on(clause, delegation) if delegation and is_delegations else []
    return render_template(
        "positions/clause.html",
        clause=clause,
        words=words,
        shown=queries.released_at(clause),
        delegation=delegation if group is None else None,
        group=group,
        groups=groups,
        holder=holder,
        own=own,
        form=form if may_record else None,
        moved=own_movements(
            clause.resolution_id, delegation if is_delegations else None, clause.id
        ),
        outdated=outdated,
        notices=told,
        notice_form=notice_form or NoticeForm(),
        groups_to_tell=notices.groups_to_tell() if may_record else [],
        find_it_now=notices.groups_with_open_items(clause) if told or may_record else frozenset(),
        speaking_as=capacity.key if capacity else "",
        level=own_level(clause.topic, current_person()) if may_record else "",
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


def _done(clause: Clause, group: RegionalGroup | None = None) -> ResponseReturnValue:
    if request.form.get("then") == "earlier-wordings":
        slug = clause.wording.section.edition.slug
        return redirect(url_for("positions.earlier_wordings", slug=slug), 303)
    key = group.key if group else None
    return redirect(url_for("positions.clause", wid=clause.wid, key=key), 303)
