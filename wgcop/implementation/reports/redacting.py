"""Declares where the texts of reports on implementation are kept, for those who must redact some."""

import json

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop.database import db
from wgcop.implementation.reports.frozen import checksum
from wgcop.implementation.reports.models import (
    AdoptedCopy,
    ImplementationReport,
    SectionStep,
    WrittenSection,
)
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, mark_column, sign_up


def _mark_copy(copy: AdoptedCopy, marker: Marker) -> None:
    """Replace the redacted passage in an adopted copy, and give it the checksum of its new content.
    Apart from this, a copy changes only when a person is erased.
    """
    content = json.loads(copy.content)
    marked = json.dumps(
        marker.in_json(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    copy.content, copy.checksum = marked, checksum(marked)
    for name in ("plain", "note"):
        mark_column(copy, name, marker)


REPORT = RedactionSubject(
    "report",
    _l("Report on implementation"),
    find=lambda slug: db.session.scalar(
        select(ImplementationReport).where(ImplementationReport.slug == slug)
    ),
    key=lambda report: report.slug,
    title=lambda report: report.title,
    url=lambda report: report.draft_url,
    may_read=lambda _report, audiences: "members" in audiences,
    words=(
        KeptWords(
            "report-cover",
            _l("The cover"),
            ImplementationReport,
            (
                *("title", "conference", "place", "source", "priority_area", "abstract"),
                *("expected_results", "action_required", "cited", "contact"),
            ),
            open=True,
            of=lambda report: ImplementationReport.id == report.id,
        ),
        KeptWords(
            "report-section",
            _l("Sections"),
            WrittenSection,
            ("text", "base"),
            open=True,
            of=lambda report: WrittenSection.report_id == report.id,
            named=lambda section: section.clause.wid if section.clause else section.key,
        ),
        KeptWords(
            "report-step",
            _l("Earlier wordings of sections, and remarks on them"),
            SectionStep,
            ("text", "words"),
            open=True,
            of=lambda report: SectionStep.section_id.in_(
                select(WrittenSection.id).where(WrittenSection.report_id == report.id)
            ),
        ),
        KeptWords(
            "report-copy",
            _l("Adopted copies"),
            AdoptedCopy,
            ("content", "plain", "note"),
            open=True,
            of=lambda report: AdoptedCopy.report_id == report.id,
            take=_mark_copy,
            passages_only=True,
        ),
    ),
)

sign_up(REPORT)
