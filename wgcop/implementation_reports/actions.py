"""Steps of a report on implementation: begin, write, review, approve, adopt, revise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop import clock, paper
from wgcop.accounts.models import Capacity, Person
from wgcop.bodies.models import Meeting
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.errors import Busy, Outdated, Refused
from wgcop.events.actions import change_topic, open_topic, record
from wgcop.implementation.queries import operative_clauses
from wgcop.implementation.states import ReviewState, StepKind
from wgcop.implementation_reports import letters, queries
from wgcop.implementation_reports.composing import compose, whole_text
from wgcop.implementation_reports.facts import ReportFacts
from wgcop.implementation_reports.frozen import Seal, checksum, freeze
from wgcop.implementation_reports.gathering import reported
from wgcop.implementation_reports.models import (
    AdoptedCopy,
    ImplementationReport,
    SectionStep,
    WrittenSection,
)
from wgcop.implementation_reports.pictures import drawings
from wgcop.implementation_reports.reported import PROJECTS, SUMMARY, ReportContent
from wgcop.resolutions.models import Edition

CHANGED_SINCE = _l(
    "Somebody changed this after you opened the page. Read it as it is now, then decide."
)


def begin_report(
    edition: Edition,
    facts: ReportFacts,
    previous: ImplementationReport | None = None,
    *,
    by: Person,
) -> ImplementationReport:
    """Begin a report with sections for the summary, for each operative clause, and for projects.
    Each starts with the text that `previous` had there.
    """
    name = facts.conference or str(facts.period_to.year)
    report = ImplementationReport(
        slug=slug_for(f"{edition.slug} {name}", queries.slugs()),
        edition=edition,
        previous=previous,
        created_by=by,
    )
    facts.write_to(report)
    clauses = operative_clauses(edition)
    keys = [(SUMMARY, None), *((clause.clause.wid, clause.clause) for clause in clauses)]
    for position, (key, clause) in enumerate([*keys, (PROJECTS, None)]):
        before = previous.section(key) if previous else None
        words = before.text if before else ""
        report.sections.append(
            WrittenSection(key=key, position=position, clause=clause, text=words, base=words)
        )
    db.session.add(report)
    db.session.flush()
    topic = open_topic(report.topic, title=report.title, address=report.url, audience="members")
    record(topic, "report.begun", by=by, target_kind="implementation-report", target_id=report.id)
    return report


def change_cover(
    report: ImplementationReport, facts: ReportFacts, *, version: int, by: Person
) -> None:
    _refuse_closed(report)
    if version != report.version:
        raise Outdated(_("Somebody else changed the cover while you were writing."))
    facts.write_to(report)
    _tell_members(report, "report.changed", by)


def write_section(
    section: WrittenSection, text: str, *, version: int, by: Person, capacity: Capacity
) -> None:
    """Change the text of a section. A section that was reviewed or approved becomes a draft again
    as soon as anything in it changes, line breaks too: they make lists and paragraphs.
    """
    _refuse_closed(section.report)
    if version != section.version:
        raise Outdated(_("Somebody else changed this section while you were writing."))
    if text == section.text:
        return
    section.text = text
    section.review = ReviewState.DRAFT
    _step(section, StepKind.EDITED, by=by, capacity=capacity)


def submit_section(
    section: WrittenSection, *, version: int, by: Person, capacity: Capacity
) -> None:
    _refuse_closed(section.report)
    _move(section, ReviewState.DRAFT, ReviewState.SUBMITTED, version=version)
    _step(section, StepKind.SUBMITTED, by=by, capacity=capacity)


def review_section(
    section: WrittenSection, *, version: int, by: Person, capacity: Capacity
) -> None:
    _refuse_closed(section.report)
    _move(section, ReviewState.SUBMITTED, ReviewState.REVIEWED, version=version)
    _step(section, StepKind.REVIEWED, by=by, capacity=capacity)


def approve_section(
    section: WrittenSection, *, version: int, by: Person, capacity: Capacity
) -> None:
    _refuse_closed(section.report)
    _move(section, ReviewState.REVIEWED, ReviewState.APPROVED, version=version)
    _step(section, StepKind.APPROVED, by=by, capacity=capacity)


def send_back_section(
    section: WrittenSection, words: str, *, version: int, by: Person, capacity: Capacity
) -> None:
    """Send a section back to be written again. `words` say what is to be changed."""
    _refuse_closed(section.report)
    if section.review == ReviewState.DRAFT:
        raise Refused(_("This section is still being written, so there is nothing to send back."))
    _refuse_unread(section, version)
    section.review = ReviewState.DRAFT
    _step(section, StepKind.SENT_BACK, words, by=by, capacity=capacity)


def approve_reviewed(
    report: ImplementationReport, seen: Mapping[int, int], *, by: Person, capacity: Capacity
) -> int:
    """Approve all sections that were reviewed, and return how many. `seen` are the versions that
    the page showed, by the ids of sections. A section that was changed since waits to be read.
    """
    reviewed = [section for section in report.sections if section.review == ReviewState.REVIEWED]
    if not reviewed:
        raise Refused(_("No section is reviewed and waits to be approved."))
    read = [section for section in reviewed if seen.get(section.id) == section.version]
    if not read:
        raise Outdated(str(CHANGED_SINCE))
    for section in read:
        approve_section(section, version=section.version, by=by, capacity=capacity)
    return len(read)


def composed_now(report: ImplementationReport) -> ReportContent:
    """Compose the report as it would be adopted now, in the report's language."""
    with force_locale(report.language):
        pictures = drawings(report.language, today=clock.now().date())
        return compose(replace(reported(report), drawings=pictures))


def adopt(
    report: ImplementationReport,
    meeting: Meeting | None = None,
    note: str = "",
    *,
    by: Person,
    capacity: Capacity,
) -> AdoptedCopy:
    """Adopt the report: store everything as it is now in a copy that never changes again.

    Raise Refused while sections are not approved, and Busy if a picture could not be drawn.
    """
    _refuse_closed(report)
    if waiting := report.waiting:
        raise Refused(
            ngettext(
                "%(num)d section is not approved yet. Approve it first, then the report can be "
                "adopted.",
                "%(num)d sections are not approved yet. Approve them first, then the report can be "
                "adopted.",
                len(waiting),
            )
        )
    now = clock.now().replace(microsecond=0)
    composed = composed_now(report)
    if not all(drawing.svg for drawing in composed.drawings):
        raise Busy(_("The pictures could not be drawn at the moment. Try again in half a minute."))
    seal = Seal(report.slug, report.next_number, now, meeting.title if meeting else "")
    content = freeze(composed, seal)
    copy = AdoptedCopy(
        number=report.next_number,
        content=content,
        plain=paper.plain(whole_text(composed.sections)),
        checksum=checksum(content),
        note=note,
        meeting=meeting,
        adopted_by=by,
        capacity=capacity.label,
        adopted_at=now,
    )
    report.copies.append(copy)
    report.is_open = False
    db.session.flush()
    topic = open_topic(report.topic, title=report.title, address=report.url, audience="public")
    change_topic(topic, title=report.title, audience="public")
    record(topic, "report.adopted", by=by, target_kind="implementation-report", target_id=report.id)
    letters.write_adopted(copy, by=by)
    return copy


def revise(report: ImplementationReport, *, by: Person) -> None:
    """Open an adopted report for a revision. The adopted copy stays as it is; the next adoption
    makes Rev.1, Rev.2, …
    """
    # Two who begin a revision at the same moment come one after the other, and the second is refused.
    locked = db.session.scalars(
        select(ImplementationReport)
        .where(ImplementationReport.id == report.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if locked.is_open:
        raise Refused(_("This report is already being written."))
    locked.is_open = True
    _tell_members(locked, "report.revised", by)


@dataclass(frozen=True)
class Verified:
    """The checksum computed from a copy's content, to be compared with the one that was printed."""

    copy: AdoptedCopy
    found: str

    @property
    def is_intact(self) -> bool:
        return self.found == self.copy.checksum


def verify(copy: AdoptedCopy) -> Verified:
    """Compute the checksum of a copy. The content of `copy` must be loaded."""
    return Verified(copy, checksum(copy.content))


def _refuse_unread(section: WrittenSection, version: int) -> None:
    """Raise Outdated if the text is not the one that was read."""
    if version != section.version:
        raise Outdated(str(CHANGED_SINCE))


def _move(
    section: WrittenSection, before: ReviewState, after: ReviewState, *, version: int
) -> None:
    if section.review != before:
        raise Refused(
            _(
                "Somebody has changed the state of this section in the meantime: it is now "
                "“%(state)s”.",
                state=section.review_name,
            )
        )
    _refuse_unread(section, version)
    section.review = after


def _step(
    section: WrittenSection, kind: StepKind, words: str = "", *, by: Person, capacity: Capacity
) -> None:
    section.steps.append(
        SectionStep(
            kind=kind,
            review=section.review,
            text=section.text,
            words=words,
            by=by,
            capacity=capacity.label,
        )
    )
    db.session.flush()
    report = section.report
    topic = open_topic(
        report.members_topic, title=report.title, address=report.draft_url, audience="members"
    )
    record(
        topic, f"section.{kind.value}", by=by, target_kind="report-section", target_id=section.id
    )


def _tell_members(report: ImplementationReport, kind: str, by: Person) -> None:
    db.session.flush()
    topic = open_topic(
        report.members_topic, title=report.title, address=report.draft_url, audience="members"
    )
    record(topic, kind, by=by, target_kind="implementation-report", target_id=report.id)


def _refuse_closed(report: ImplementationReport) -> None:
    if not report.is_open:
        raise Refused(
            _("This report is adopted and can no longer be changed. Begin a revision of it first.")
        )
