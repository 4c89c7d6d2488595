"""The news of reports on implementation: those that the reader follows were adopted or are revised."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource
from wgcop.implementation_reports.models import ImplementationReport

HAPPENED = {
    "report.adopted": lazy_pgettext("a report", "Adopted"),
    "report.revised": _l("A revision is being written"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return (
        Entry.target_kind == "implementation-report",
        Entry.kind.in_(tuple(HAPPENED)),
    )


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    if not ids:
        return
    rows = db.session.scalars(
        select(ImplementationReport)
        .where(ImplementationReport.id.in_(ids))
        .options(selectinload(ImplementationReport.copies))
    )
    reports = {each.id: each for each in rows if each.audience in asked.person.audiences}
    for each in asked.happened:
        report = reports.get(each.target_id)
        if report is not None:
            yield each.as_news(
                url=report.url,
                title=report.title,
                words=str(HAPPENED[each.kinds[0]]),
            )


NEWS = NewsSource(
    "reports",
    _l("Reports on implementation"),
    _tell,
    entries=_entries,
    topics=("report:",),
    on_home=False,
)
