"""The positions on one clause with the form of the reader's delegation, those to be confirmed, and the
grid as a page and as files.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Capacity, Delegation
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.history.queries import seqs_for
from wgcop.positions import actions, policy, queries, sheet
from wgcop.positions.forms import GridForm, NoticeForm, PositionForm, row_seen
from wgcop.positions.grid import Grid
from wgcop.positions.models import Position, mark_of
from wgcop.positions.movements import Movements, movements
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid, edition_called, text_of
from wgcop.threads.models import topic_name
from wgcop.web import current_audiences, found_or_404, require
from wgcop.web.joining import mark

bp = Blueprint("positions", __name__)


@bp.get("/clauses/<wid>/positions")
def clause(wid: str) -> ResponseReturnValue:
    return _clause_page(_readable(wid))


@bp.post("/clauses/<wid>/positions")
def take(wid: str) -> ResponseReturnValue:
    clause = _readable(wid)
    capacity = _recording()
    delegation = capacity.delegation
    assert delegation
    words = queries.words_of(clause)
    form = PositionForm.of(
        request.form, queries.own_positions(clause, delegation), words, capacity.key
    )
    if not form.validate():
        return _clause_page(clause, form), 422
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
        )
        db.session.commit()
    except Outdated as outdated:
        db.session.rollback()
        return _clause_page(_readable(wid), form, outdated=str(outdated)), 409
    return _done(clause)


@bp.post("/clauses/<wid>/positions/<layer>/confirmation")
def confirm(wid: str, layer: str) -> ResponseReturnValue:
    """Confirm the position in this layer for the present words."""
    clause, capacity, own = _own_row(wid, layer)
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
    )
    db.session.commit()
    return _done(clause)


@bp.post("/clauses/<wid>/positions/<layer>/withdrawal")
def withdraw(wid: str, layer: str) -> ResponseReturnValue:
    clause, capacity, own = _own_row(wid, layer)
    actions.take_position(
        clause,
        own.layer,
        None,
        seen=row_seen(request.form.get("seen"), own.layer),
        words=queries.words_of(clause),
        by=current_person(),
        capacity=capacity,
    )
    db.session.commit()
    return _done(clause)


@bp.post("/clauses/<wid>/positions/release")
def release(wid: str) -> ResponseReturnValue:
    clause, capacity, own = _own_row(wid, Layer.WITHIN)
    if row_seen(request.form.get("seen"), Layer.WITHIN) != own.id:
        raise Outdated(_("Somebody else recorded another position for your delegation."))
    actions.release_position(own, by=current_person(), capacity=capacity)
    db.session.commit()
    return _done(clause)


@bp.post("/clauses/<wid>/positions/notice")
def tell_chair(wid: str) -> ResponseReturnValue:
    """Tell those who preside in confidence that the delegation will have trouble with the clause."""
    clause = _readable(wid)
    capacity = _recording()
    require_same_capacity(capacity)
    form = NoticeForm(request.form)
    if not form.validate():
        return _clause_page(clause, notice_form=form), 422
    actions.tell_chair(clause, form.line.data, by=current_person(), capacity=capacity)
    db.session.commit()
    return _done(clause)


@bp.post("/clauses/<wid>/positions/notices/<int:notice_id>/withdrawal")
def withdraw_notice(wid: str, notice_id: int) -> ResponseReturnValue:
    clause, capacity = _readable(wid), _recording()
    assert capacity.delegation
    own = queries.notices_on(clause, capacity.delegation)
    actions.withdraw_notice(found_or_404(next((n for n in own if n.id == notice_id), None)))
    db.session.commit()
    return _done(clause)


@bp.get("/clauses/<wid>/positions/history")
def history(wid: str) -> ResponseReturnValue:
    clause = _readable(wid)
    return render_template(
        "positions/history.html",
        clause=clause,
        changes=queries.history_of(clause, _own_delegation()),
    )


@bp.get("/resolutions/<slug>/positions")
def grid(slug: str) -> ResponseReturnValue:
    """Show the grid. A page that follows what happens asks for it again and says what it shows; if
    that is what there is, the answer is empty.
    """
    edition = _readable_edition(slug)
    delegation, form = _own_delegation(), GridForm(request.args)
    table = _grid(edition, form, delegation)
    moved = _movements(edition.resolution_id, delegation)
    to_confirm = _to_confirm(edition, delegation)
    shown = mark(repr([table.facts, [each.now.id for each in moved.all], len(to_confirm)]))
    if request.headers.get("X-Shown") == shown:
        return "", 204
    return render_template(
        "positions/grid.html",
        edition=edition,
        form=form,
        grid=table,
        delegation=delegation,
        moved=moved,
        to_confirm=to_confirm,
        shown=shown,
        stances=Stance,
        topics=seqs_for([edition.topic], current_audiences()),
    )


@bp.post("/resolutions/<slug>/positions/read-mark")
def mark_seen(slug: str) -> ResponseReturnValue:
    edition = _readable_edition(slug)
    capacity = current_capacity()
    require(policy.can_read_within(capacity))
    assert capacity and capacity.delegation
    require_same_capacity(capacity)
    actions.see_movements(
        [edition.resolution_id],
        capacity.delegation,
        request.form.get("seen", 0, type=int),
        by=current_person(),
    )
    db.session.commit()
    return redirect(url_for("positions.grid", slug=slug), 303)


@bp.get("/resolutions/<slug>/positions/earlier-wordings")
def earlier_wordings(slug: str) -> ResponseReturnValue:
    """Show the delegation's positions on earlier wordings, to confirm them one by one."""
    edition = _readable_edition(slug)
    capacity = current_capacity()
    require(policy.can_read_within(capacity))
    assert capacity and capacity.delegation
    return render_template(
        "positions/earlier_wordings.html",
        edition=edition,
        delegation=capacity.delegation,
        to_confirm=_to_confirm(edition, capacity.delegation),
        speaking_as=capacity.key if policy.can_take_position(current_person(), capacity) else "",
        topics=seqs_for([edition.topic], current_audiences()),
    )


@bp.get("/resolutions/<slug>/positions.csv")
def grid_as_csv(slug: str) -> ResponseReturnValue:
    edition = _readable_edition(slug)
    return _file(sheet.as_csv_file(_released_grid(edition)), "text/csv", edition, "csv")


@bp.get("/resolutions/<slug>/positions.xlsx")
def grid_as_xlsx(slug: str) -> ResponseReturnValue:
    edition = _readable_edition(slug)
    return _file(sheet.as_xlsx_file(_released_grid(edition)), sheet.XLSX, edition, "xlsx")


def _readable(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_positions(current_audiences()))
    return clause


def _readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_positions(current_audiences()))
    return edition


def _own_delegation() -> Delegation | None:
    """Return the delegation whose own layers the reader sees, or None."""
    capacity = current_capacity()
    return capacity.delegation if capacity and policy.can_read_within(capacity) else None


def _movements(
    resolution_id: int, delegation: Delegation | None, clause_id: int | None = None
) -> Movements:
    if delegation is None:
        return Movements()
    return movements(current_person(), delegation, resolution_id=resolution_id, clause_id=clause_id)


def _to_confirm(edition: Edition, delegation: Delegation | None) -> list[queries.ToConfirm]:
    if delegation is None:
        return []
    return queries.positions_to_confirm(edition.resolution_id, delegation)


def _recording() -> Capacity:
    capacity = current_capacity()
    require(policy.can_take_position(current_person(), capacity))
    assert capacity
    return capacity


def _own_row(wid: str, layer: str) -> tuple[Clause, Capacity, Position]:
    """Return the clause, the capacity and the delegation's present position in this layer."""
    clause = _readable(wid)
    capacity = _recording()
    require_same_capacity(capacity)
    assert capacity.delegation
    own = queries.own_positions(clause, capacity.delegation)
    row = next((own[each] for each in own if each == layer), None)
    found_or_404(row)
    assert row
    if row.stance is None:
        raise Refused(_("This position has been withdrawn already."))
    return clause, capacity, row


def _clause_page(
    clause: Clause,
    form: PositionForm | None = None,
    outdated: str = "",
    *,
    notice_form: NoticeForm | None = None,
) -> str:
    delegation, capacity = _own_delegation(), current_capacity()
    may_record = policy.can_take_position(current_person(), capacity)
    own = queries.own_positions(clause, delegation) if delegation else {}
    words = queries.words_of(clause)
    if may_record and capacity:
        fresh = PositionForm.of(None, own, words, capacity.key)
        if form is None:
            form = fresh
        elif outdated:
            # What was typed stays; only what the page shows now counts as seen.
            form.seen.data, form.words_seen.data = fresh.seen.data, fresh.words_seen.data
    names = [clause.topic, *([topic_name(clause.topic, delegation.audience)] if delegation else [])]
    return render_template(
        "positions/clause.html",
        clause=clause,
        words=words,
        shown=queries.released_at(clause),
        delegation=delegation,
        own=own,
        form=form if may_record else None,
        moved=_movements(clause.resolution_id, delegation, clause.id),
        outdated=outdated,
        notices=queries.notices_on(clause, delegation) if delegation else [],
        notice_form=notice_form or NoticeForm(),
        speaking_as=capacity.key if capacity else "",
        topics=seqs_for(names, current_audiences(), awaited=names),
    )


def _released_grid(edition: Edition) -> Grid:
    """Return the grid for a file, which travels further than a page: only what is released."""
    return _grid(edition, GridForm(request.args), None)


def _grid(edition: Edition, form: GridForm, reader: Delegation | None) -> Grid:
    return queries.grid(
        text_of(edition.id).clauses,
        reader=reader,
        region=form.chosen_region,
        category=form.chosen_category,
        all_delegations=form.shows_all,
        opened=request.args.get("open", ""),
    )


def _file(content: bytes, kind: str, edition: Edition, ending: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="positions-{edition.slug}.{ending}"'
    )
    return answer


def _done(clause: Clause) -> ResponseReturnValue:
    if request.form.get("then") == "earlier-wordings":
        slug = clause.wording.section.edition.slug
        return redirect(url_for("positions.earlier_wordings", slug=slug), 303)
    return redirect(url_for("positions.clause", wid=clause.wid), 303)
