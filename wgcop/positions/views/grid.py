"""The grid of a resolution as a page and as files, and positions on earlier wordings."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.events.queries import seqs_for
from wgcop.fields.table_files import cover_of, csv_answer, xlsx_answer
from wgcop.positions import actions, policy, queries, sheet
from wgcop.positions.directions import Direction
from wgcop.positions.forms import GridForm
from wgcop.positions.grid import Grid
from wgcop.positions.seen import last_seen
from wgcop.positions.stances import Stance
from wgcop.positions.views.blueprint import bp
from wgcop.positions.views.reading import (
    own_delegation,
    own_movements,
    readable_edition,
    to_confirm_by,
)
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import text_of, topics_of_work
from wgcop.web import current_audiences, require, site
from wgcop.web.joining import mark


@bp.get("/resolutions/<slug>/positions")
def grid(slug: str) -> ResponseReturnValue:
    """Show the grid. A page that is notified of a change asks for it again and says what it shows;
    if nothing differs, the answer is empty (204).
    """
    edition = readable_edition(slug)
    delegation, form = own_delegation(), GridForm(request.args)
    table = _grid(edition, form, delegation)
    moved = own_movements(edition.resolution_id, delegation)
    to_confirm = to_confirm_by(edition, delegation)
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
        directions=Direction,
        topics=seqs_for(topics_of_work(edition), current_audiences()),
    )


@bp.post("/resolutions/<slug>/positions/read-mark")
def mark_seen(slug: str) -> ResponseReturnValue:
    edition = readable_edition(slug)
    capacity = current_capacity()
    require(policy.can_read_within(capacity))
    assert capacity and capacity.delegation
    require_same_capacity(capacity)
    actions.see_movements(
        [edition.resolution_id],
        capacity.delegation,
        last_seen(request.form),
        by=current_person(),
    )
    db.session.commit()
    return redirect(url_for("positions.grid", slug=slug), 303)


@bp.get("/resolutions/<slug>/positions/earlier-wordings")
def earlier_wordings(slug: str) -> ResponseReturnValue:
    """Show the delegation's positions on earlier wordings, to confirm them one by one."""
    edition = readable_edition(slug)
    capacity = current_capacity()
    require(policy.can_read_within(capacity))
    assert capacity and capacity.delegation
    return render_template(
        "positions/earlier_wordings.html",
        edition=edition,
        delegation=capacity.delegation,
        to_confirm=to_confirm_by(edition, capacity.delegation),
        speaking_as=capacity.key if policy.can_take_position(current_person(), capacity) else "",
        topics=seqs_for(topics_of_work(edition), current_audiences()),
    )


@bp.get("/resolutions/<slug>/positions.csv")
def grid_as_csv(slug: str) -> ResponseReturnValue:
    edition, form = readable_edition(slug), GridForm(request.args)
    return csv_answer(sheet.file_of(_released_grid(edition, form)), _file_name(edition, form))


@bp.get("/resolutions/<slug>/positions.xlsx")
def grid_as_xlsx(slug: str) -> ResponseReturnValue:
    edition, form = readable_edition(slug), GridForm(request.args)
    cover = cover_of(
        f"{site()}{edition.url}/positions{form.narrowing.query}",
        narrowed=form.narrowing.in_words,
        readers=_("All who may sign in. Only released positions are in it."),
    )
    return xlsx_answer(
        sheet.file_of(_released_grid(edition, form)),
        _file_name(edition, form),
        cover,
        title=_("Positions on %(title)s", title=edition.name),
    )


def _released_grid(edition: Edition, form: GridForm) -> Grid:
    """Return the grid for a file. It has released positions only, because a file is passed on more
    easily than a page.
    """
    return _grid(edition, form, None)


def _grid(edition: Edition, form: GridForm, reader: Delegation | None) -> Grid:
    return queries.grid(
        text_of(edition.id).clauses,
        reader=reader,
        narrowing=form.narrowing,
        all_delegations=form.shows_all,
        opened=request.args.get("open", ""),
    )


def _file_name(edition: Edition, form: GridForm) -> str:
    """Return the name. It says to which delegations the file is narrowed, since CSV has no cover."""
    return "-".join([f"positions-{edition.slug}", *form.chosen.values()])
