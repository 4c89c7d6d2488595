"""The facts that the secretariat types for the cover of a report on implementation."""

from dataclasses import dataclass, fields
from datetime import date

from wgcop.implementation.reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation.reports.models import ImplementationReport


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """The facts of a report's cover. Each field has the name of the report's column."""

    title: str
    period_from: date
    period_to: date
    conference: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    language: str = "en"
    document_number: str = ""
    source: str = ""
    priority_area: str = ""
    abstract: str = ""
    expected_results: str = ""
    action_required: str = ""
    cited: str = ""
    contact: str = ""
    entries_named: EntriesNamed = EntriesNamed.ALL
    entries_place: EntriesPlace = EntriesPlace.BOTH

    @classmethod
    def of(cls, report: ImplementationReport) -> "ReportFacts":
        return cls(**{each.name: getattr(report, each.name) for each in fields(cls)})

    def write(self, report: ImplementationReport) -> None:
        for each in fields(self):
            setattr(report, each.name, getattr(self, each.name))
