"""Declares where the texts of reports on implementation are kept, for those who must redact some."""

import json

from flask_babel import lazy_gettext as _l

from wgcop.implementation_reports.frozen import checksum
from wgcop.implementation_reports.models import (
    AdoptedCopy,
    ImplementationReport,
    SectionStep,
    WrittenSection,
)
from wgcop.redaction.marking import Marker
from wgcop.redaction.subjects import KeptWords, RedactionSubject, mark_row, sign_up


def _mark_copy(copy: AdoptedCopy, marker: Marker) -> None:
    """Replace the redacted passage in an adopted copy, and give it the checksum of its new content.
    Apart from this, a copy changes only when a person is erased.
    """
    content = json.loads(copy.content)
    marked = json.dumps(
        marker.in_json(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    copy.content, copy.checksum = marked, checksum(marked)
    mark_row(copy, marker, ("plain", "note"))


REPORT = RedactionSubject(
    "report",
    _l("Report on implementation"),
    ImplementationReport,
    (
        KeptWords("report-cover", _l("The cover"), ImplementationReport),
        KeptWords(
            "report-section",
            _l("Sections"),
            WrittenSection,
            named=lambda section: section.clause.wid if section.clause else section.key,
        ),
        KeptWords(
            "report-step", _l("Earlier wordings of sections, and remarks on them"), SectionStep
        ),
        KeptWords(
            "report-copy", _l("Adopted copies"), AdoptedCopy, take=_mark_copy, passages_only=True
        ),
    ),
    key_column="slug",
    url=lambda report: report.draft_url,
    is_open=True,
)

sign_up(REPORT)
