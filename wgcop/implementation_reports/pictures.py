"""The pictures of a report: the coverage of the registry, drawn as on its page, for the page of a
report and as PNG.
"""

from collections.abc import Sequence
from datetime import date

import structlog
from flask_babel import gettext as _
from markupsafe import Markup

from wgcop import drawing
from wgcop.drawing import Chart, DrawingFailed, Drawn
from wgcop.errors import Busy
from wgcop.i18n import semicolon
from wgcop.implementation_reports.reported import Drawing
from wgcop.initiatives.coverage.page import (
    BOUNDARIES,
    PICTURE_NAMES,
    Choices,
    CoveragePage,
    CoveragePicture,
)
from wgcop.initiatives.filters import RegistryFilters

log = structlog.get_logger(__name__)

SHOWN = (
    CoveragePicture.MAP,
    CoveragePicture.TARGET_GROUPS,
    CoveragePicture.MEASURES,
    CoveragePicture.CLAUSES,
)


def drawings(language: str, *, today: date) -> list[Drawing]:
    """Draw the coverage of the whole registry as it is now. If a picture cannot be drawn now, it
    stays empty; its table is still there.
    """
    page = CoveragePage(Choices(RegistryFilters()), today=today, language=language)
    charts = page.charts(SHOWN)
    drawn = _drawn(list(charts.values()))
    return [_drawing(picture, page, drawn.get(at)) for at, picture in enumerate(charts)]


def _drawn(charts: Sequence[Chart]) -> dict[int, Drawn]:
    try:
        return dict(enumerate(drawing.draw(charts)))
    except (DrawingFailed, Busy) as error:
        log.warning("drawing_failed", error=error)
        return {}


def _drawing(picture: CoveragePicture, page: CoveragePage, drawn: Drawn | None) -> Drawing:
    head, *rows = page.table(picture)
    if picture == CoveragePicture.MAP:
        head, rows = _places(head, rows)
    return Drawing(
        key=picture.value,
        title=str(PICTURE_NAMES[picture]),
        alt=_in_words(picture, rows),
        svg=drawn.svg if drawn else "",
        head=head,
        rows=rows,
        note=str(BOUNDARIES) if picture == CoveragePicture.MAP else "",
    )


def _places(head: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return regions, and countries that have an entry, without their codes."""
    shown = [row for row in rows if not row[2] or row[3] != "0"]
    return head[1:], [row[1:] for row in shown]


def _in_words(picture: CoveragePicture, rows: Sequence[Sequence[str]]) -> str:
    title = PICTURE_NAMES[picture]
    if picture != CoveragePicture.MAP:
        return _("%(title)s. The table that follows has the same numbers.", title=title)
    regions = semicolon().join(f"{name}: {count}" for name, region, count in rows if not region)
    return _(
        "%(title)s. %(regions)s. The table that follows has the same numbers.",
        title=title,
        regions=regions,
    )


def in_page(shown: Sequence[Drawing], language: str) -> dict[str, Markup]:
    """Return the pictures by their keys, each with its description for screen readers."""
    return {picture.key: _inline(picture, language) for picture in shown if picture.svg}


def as_png(shown: Drawing, language: str) -> bytes | None:
    """Return a picture as PNG, twice as large as it is shown, so that its lines stay smooth in
    print. None if it cannot be drawn at all.

    Raises Busy if others are being drawn: the file of an adopted copy is kept, and would be without
    its pictures for everybody.
    """
    picture = Drawn(shown.svg, {}, language).file(title=shown.title)
    try:
        return drawing.png(picture, scale=2)
    except DrawingFailed as error:
        log.warning("drawing_failed", error=error)
        return None


def _inline(shown: Drawing, language: str) -> Markup:
    name = f"picture-{shown.key}"
    picture = Drawn(shown.svg, {}, language).inline(name, labelled_by=f"{name}-words")
    return Markup(
        '<span class="report__picture">{0}<span class="visually-hidden" id="{1}-words">{2}</span></span>'
    ).format(picture, name, shown.alt)
