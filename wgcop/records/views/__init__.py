"""The views of notes and reports."""

from wgcop.records.views import notes, reports

__all__ = [
    "notes",
    "reports",
]
