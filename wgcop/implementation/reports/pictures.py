"""The pictures of a report: in a page, in a file of their own, and as PNG for Word and for print."""

from collections.abc import Sequence

from markupsafe import Markup

from wgcop.implementation.reports.reported import Drawing


def in_page(drawings: Sequence[Drawing], language: str) -> dict[str, Markup]:
    return {}


def in_file(drawings: Sequence[Drawing], language: str) -> dict[str, Markup]:
    return {}


def as_png(drawing: Drawing, language: str) -> bytes | None:
    return None
