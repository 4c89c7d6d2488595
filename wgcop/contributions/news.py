"""The news of papers: what became of documents that the reader follows, or that are in a meeting
that they follow, and of the papers that they write.
"""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, and_, or_

from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.policy import can_read_draft
from wgcop.contributions.queries import PEOPLE
from wgcop.contributions.queries.visibility import visible_to
from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource, TargetEvents

OF_DRAFTERS = (
    "contribution.submitted",
    "contribution.accepted",
    "contribution.held",
    "contribution.returned",
    "contribution.change-asked",
    "contribution.revised",
    "contribution.withdrawn",
    "drafter.named",
    "consent.asked",
)
"""The events of a draft about which its drafters are told. Each saved change to its text is an
event too, but these are too many to report.
"""

HAPPENED = {
    "contribution.submitted": lazy_pgettext("a paper", "Submitted"),
    "contribution.accepted": lazy_pgettext("a paper", "Accepted"),
    "contribution.held": _l("Held for the next meeting"),
    "contribution.returned": _l("Given back"),
    "contribution.change-asked": _l("A change is requested"),
    "contribution.revised": _l("Revised"),
    "contribution.withdrawn": lazy_pgettext("a paper", "Withdrawn"),
    "contribution.replaces": _l("Replaces an earlier document"),
    "contribution.supported": _l("Supported by a delegation"),
    "contribution.support-withdrawn": _l("A delegation no longer supports it"),
    "contribution.translated": _l("Translated"),
    "contribution.translation-confirmed": _l("A translation was confirmed"),
    "contribution.translation-withdrawn": _l("A translation was withdrawn"),
    "drafter.named": _l("You write it"),
    "consent.asked": _l("Your consent is requested"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return (
        or_(
            Entry.target_kind.in_(("document", "contribution")),
            and_(Entry.target_kind == "draft", Entry.kind.in_(OF_DRAFTERS)),
        ),
        Entry.kind.in_(tuple(HAPPENED)),
    )


def _tell(asked: Asked) -> Iterator[News]:
    ids = {each.target_id for each in asked.happened}
    if not ids:
        return
    audiences = asked.person.audiences
    papers = {
        paper.id: paper
        for paper in db.session.scalars(
            visible_to(audiences, Contribution.id.in_(ids), with_requests=True).options(*PEOPLE)
        ).unique()
    }
    for each in asked.happened:
        paper = papers.get(each.target_id)
        is_draft = each.target_kind == "draft"
        if paper is None or not (
            can_read_draft(asked.person, paper) if is_draft else paper.is_numbered
        ):
            continue
        wording = paper.draft if is_draft and paper.draft else paper.current
        yield each.as_news(
            url=paper.work_url if is_draft else paper.url,
            title=wording.title or _("Untitled draft"),
            symbol=str(paper.symbol) if paper.is_numbered else "",
            words=str(HAPPENED[each.kinds[0]]),
            changes=_changes(paper, each),
        )


def _changes(paper: Contribution, events: TargetEvents) -> Iterator[str]:
    """Yield a sentence on what is new: the revision before and now, or the current state of the
    paper.
    """
    if paper.is_numbered and "contribution.revised" in events.kinds:
        issued = paper.issued
        since = [r for r in issued if r.submitted_at and r.submitted_at >= events.since]
        before = issued[max(len(issued) - len(since) - 1, 0)]
        if before is not paper.current:
            names = {"from": paper.symbol_of(before), "to": paper.symbol}
            yield _("From %(from)s to %(to)s.", **names)
    elif events.target_kind == "draft" and paper.state != PaperState.DRAFT:
        yield _("Now: %(state)s.", state=paper.state_name)


NEWS = NewsSource(
    "papers",
    _l("Papers"),
    _tell,
    entries=_entries,
    topics=("document:", "meeting:", "person:"),
    on_home=False,
)
