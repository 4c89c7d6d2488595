"""Freezes a composed report into one text when it is adopted, with its checksum, and reads the
report from it again (pure).

The checksum is the SHA-256 of this text in UTF-8: cover, texts, figures, the registry, the pictures
as SVG with their tables, and the moment that all of it describes. Files are made from this text
whenever somebody asks for one, so that they say the same however programs write them.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from wgcop.implementation_reports.figures import Figure, Figures
from wgcop.implementation_reports.reported import (
    CoverFacts,
    Drawing,
    ReportContent,
    ReportedEntry,
    ReportSection,
)

FORMAT = "wgcop implementation report 1"


@dataclass(frozen=True)
class Seal:
    """The number of a copy, and the moment that it describes. `meeting` is the title of the one
    that adopted it.
    """

    report: str
    number: int
    as_at: datetime
    meeting: str = ""


def freeze(composed: ReportContent, seal: Seal) -> str:
    """Return the text to store. The same values give the same text: keys are sorted, and there is
    no white space between them.
    """
    values = asdict(composed)
    values["cover"] |= values["cover"].pop("box")
    content = {
        "format": FORMAT,
        "report": seal.report,
        "number": seal.number,
        "as_at": seal.as_at.isoformat(timespec="seconds"),
        "meeting": seal.meeting,
        **values,
    }
    return _as_text(content)


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def with_contact(content: str, change: Callable[[str], str]) -> str:
    """Return the same text with another contact on its cover, for a contact who must no longer be
    named there.
    """
    stored = json.loads(content)
    stored["cover"]["contact"] = change(stored["cover"]["contact"])
    return _as_text(stored)


def thaw(content: str) -> ReportContent:
    stored = json.loads(content)
    return ReportContent(
        cover=_cover(stored["cover"]),
        edition=stored["edition"],
        sections=[_section(section) for section in stored["sections"]],
        totals=_figures(stored["totals"]),
        registry=[_entry(entry) for entry in stored["registry"]],
        drawings=[Drawing(**drawing) for drawing in stored["drawings"]],
    )


def seal_of(content: str) -> Seal:
    stored = json.loads(content)
    return Seal(
        stored["report"],
        stored["number"],
        datetime.fromisoformat(stored["as_at"]),
        stored["meeting"],
    )


def _cover(stored: dict[str, Any]) -> CoverFacts:
    own = {field.name: stored[field.name] for field in fields(CoverFacts) if field.name in stored}
    return CoverFacts(**own, box={name: stored[name] for name in stored.keys() - own.keys()})


def _section(stored: dict[str, Any]) -> ReportSection:
    return ReportSection(**{**stored, "figures": _figures(stored["figures"])})


def _entry(stored: dict[str, Any]) -> ReportedEntry:
    lists = {name: tuple(stored[name]) for name in ("regions", "partners")}
    return ReportedEntry(**{**stored, **lists})


def _figures(stored: list[list[Any]]) -> Figures:
    return tuple(Figure(name, value) for name, value in stored)
