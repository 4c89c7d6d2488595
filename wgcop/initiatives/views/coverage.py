"""The page about the coverage of the registry, and its pictures and tables as files."""

from collections.abc import Sequence

import structlog
from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wgcop import clock, drawing
from wgcop.bodies.levels import LEVEL_NAMES
from wgcop.database import db
from wgcop.drawing import Chart, DrawingFailed, Drawn
from wgcop.errors import Busy
from wgcop.i18n import day
from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.coverage import gaps, lines
from wgcop.initiatives.coverage.matrices import entries
from wgcop.initiatives.coverage.page import (
    BOUNDARIES,
    PICTURE_NAMES,
    Choices,
    CoveragePage,
    CoveragePicture,
)
from wgcop.initiatives.filters import filters_of
from wgcop.initiatives.kinds import INITIATIVE_KIND_NAMES, MEASURE_NAMES, TARGET_GROUP_NAMES
from wgcop.reading.tables import as_csv
from wgcop.web import public

log = structlog.get_logger(__name__)


@bp.get("/initiatives/coverage")
@public
def coverage() -> ResponseReturnValue:
    page = _asked_for()
    charts = page.charts()
    return render_template(
        "initiatives/coverage/index.html",
        page=page,
        choices=page.choices,
        filters=page.filters,
        pictures=dict(zip(charts, _drawn(list(charts.values())), strict=False)),
        picture_names=PICTURE_NAMES,
        boundaries=BOUNDARIES,
        names={
            "level": LEVEL_NAMES,
            "kind": INITIATIVE_KIND_NAMES,
            "target_group": TARGET_GROUP_NAMES,
            "measure": MEASURE_NAMES,
        },
        time_line_address=lambda number: page.choices.address(page=number) + "#time-line",
        gaps=gaps,
        lines=lines,
    )


@bp.get("/initiatives/coverage/<picture>.svg")
@public
def coverage_picture(picture: str) -> ResponseReturnValue:
    page, wanted = _asked_for(), _picture_or_404(picture)
    charts = page.charts([wanted])
    if wanted not in charts:
        abort(404)
    [drawn] = _draw([charts[wanted]])
    title = str(PICTURE_NAMES[wanted])
    answer = Response(drawn.file(title=title, lines=_under(page, wanted)), mimetype=drawing.SVG)
    answer.headers["Content-Disposition"] = f'attachment; filename="{wanted}.svg"'
    return answer


@bp.get("/initiatives/coverage/<picture>.csv")
@public
def coverage_table(picture: str) -> ResponseReturnValue:
    wanted = _picture_or_404(picture)
    heads, *rows = _asked_for().table(wanted)
    answer = Response(as_csv(heads, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{wanted}.csv"'
    return answer


def _asked_for() -> CoveragePage:
    choices = Choices.of(filters_of(request.args), request.args)
    language = str(get_locale() or "en").replace("_", "-")
    return CoveragePage(choices, today=clock.now().date(), language=language)


def _picture_or_404(name: str) -> CoveragePicture:
    if name not in set(CoveragePicture):
        abort(404)
    return CoveragePicture(name)


def _draw(charts: Sequence[Chart]) -> list[Drawn]:
    """Draw the pictures, which takes seconds, and for guests also the time until their turn. No
    transaction is open then: it would keep a connection from everybody else.
    """
    db.session.rollback()
    return drawing.draw(charts)


def _drawn(charts: Sequence[Chart]) -> list[Drawn]:
    """Draw the pictures. If that fails, return none; the page still has its tables."""
    try:
        return _draw(charts)
    except (DrawingFailed, Busy) as error:
        log.warning("drawing_failed", error=error)
        return []


def _under(page: CoveragePage, picture: CoveragePicture) -> tuple[str, ...]:
    """Return the lines under a picture that say where its numbers come from."""
    source = _(
        "Registry of initiatives for child online protection, %(day)s: %(entries)s.",
        day=day(page.today),
        entries=entries(page.counts.matching),
    )
    lines = [source, *page.narrowed]
    return tuple([*lines, str(BOUNDARIES)] if picture == CoveragePicture.MAP else lines)
