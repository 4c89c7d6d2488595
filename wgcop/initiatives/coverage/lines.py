"""The time line of entries, grouped by region or by lead (pure)."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import pgettext

from wgcop.drawing.charts import Chart, Span, time_line
from wgcop.i18n import partial_date
from wgcop.initiatives.coverage.counts import SEVERAL, TimedEntry, TimeRange
from wgcop.initiatives.coverage.matrices import region_name
from wgcop.initiatives.filters import RegistryFilters

PAGE = 40
"""The number of bars on one picture."""


def chart(
    timed: Sequence[TimedEntry],
    years: tuple[int, int],
    *,
    by_lead: bool,
    today: date,
    language: str,
) -> Chart:
    spans = [
        Span(
            entry.slug,
            entry.title,
            group_name(entry, by_lead=by_lead),
            entry.started,
            entry.ended,
            f"{entry.title}, {when(entry)}",
            f"/initiatives/{entry.slug}",
        )
        for entry in timed
    ]
    return time_line(spans, years, today=today, language=language)


def years_shown(filters: RegistryFilters, found: TimeRange, *, today: date) -> tuple[int, int]:
    """Return the first and the last year to show: those chosen, or from the first start until this
    year.
    """
    until = filters.until or today.year
    since = filters.since or found.first_year or until - 1
    return min(since, until), until


def group_name(entry: TimedEntry, *, by_lead: bool) -> str:
    if by_lead:
        return entry.lead or _("No lead stated")
    return place_name(entry)


def place_name(entry: TimedEntry) -> str:
    return _("Several regions") if entry.region == SEVERAL else region_name(entry.region)


def when(entry: TimedEntry) -> str:
    start = partial_date(entry.started)
    if not entry.ended:
        return _("since %(start)s", start=start)
    if entry.ended == entry.started:
        return start
    return _("%(start)s to %(end)s", start=start, end=partial_date(entry.ended))


def table(timed: Sequence[TimedEntry]) -> Iterator[list[str]]:
    yield [_("Name"), _("Lead"), _("Region"), _("Started"), pgettext("the day of it", "Ended")]
    for entry in timed:
        yield [entry.title, entry.lead, place_name(entry), entry.started, entry.ended]
