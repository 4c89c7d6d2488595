"""Shows changes to a report on open pages: a section whose text or state somebody changed."""

from wgcop.events.presenters import Presentation, presents_nothing, presents_row, replaced
from wgcop.implementation_reports.models import WrittenSection
from wgcop.implementation_reports.showing import ShownWords

presents_nothing("implementation-report")


@presents_row("report-section", WrittenSection)
def section(written: WrittenSection, _: str) -> Presentation:
    return replaced(
        written.dom_id, "implementation/reports/_written.html", words=ShownWords(written)
    )
