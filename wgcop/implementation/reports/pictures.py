"""The pictures of a report: what the registry covers, drawn as on its page, and as files for Word and for print."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from wgcop.implementation.reports.reported import Drawing


def drawings(language: str, *, today: date) -> list[Drawing]:
    return []


def in_page(drawings: Sequence[Drawing], language: str) -> dict[str, Markup]:
    return {}


def as_png(drawing: Drawing, language: str) -> bytes | None:
    return None
