"""The facts that the secretariat types for the cover of a report on implementation."""

from wgcop.fields.facts import Facts
from wgcop.implementation_reports.fields import FIELDS


class ReportFacts(Facts):
    fields = FIELDS
