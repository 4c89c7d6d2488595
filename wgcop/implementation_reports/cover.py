"""The cover of a report, the same on its page, in Word and as PDF, in the language of the report."""

from dataclasses import dataclass
from datetime import datetime

from wgcop.i18n import moment
from wgcop.implementation_reports.fields import IN_BOX, IN_BOX_AS
from wgcop.implementation_reports.reported import CoverFacts
from wgcop.languages.cover_labels import (
    cover_label,
    cover_phrase,
    label_of_field,
    labelled,
    language_name_in,
)

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class CopySeal:
    """The state of a printed report: the moment that it describes and, if it was adopted, the
    checksum and the meeting.
    """

    as_at: datetime
    checksum: str = ""
    meeting: str = ""

    @property
    def is_adopted(self) -> bool:
        return bool(self.checksum)


@dataclass(frozen=True)
class PrintedCover:
    """The lines of a printed cover. `box` is what conferences print in a frame: priority area,
    summary, expected results, action, references.
    """

    language: str
    conference: str
    place_and_dates: str
    number: str
    head: list[str]
    above: Fields
    title: str
    box: Fields
    contact: Fields
    foot: list[str]

    @property
    def symbol(self) -> str:
        """The text at the top of the following pages."""
        return self.number or self.title


def printed_cover(cover: CoverFacts, seal: CopySeal) -> PrintedCover:
    language = cover.language
    revision = f"Rev.{cover.revision}" if cover.revision else ""
    number = " ".join(filter(None, [cover.number or _phrase("no_number", cover), revision]))
    box = {
        label_of_field(IN_BOX_AS[field.name], language, otherwise=field.label): cover.box.get(
            IN_BOX_AS[field.name], ""
        )
        for field in IN_BOX
    }
    original = labelled(
        cover_label("original", language), language_name_in(language, language), language
    )
    return PrintedCover(
        language=language,
        conference=cover.conference,
        place_and_dates=cover.place_and_dates,
        number=labelled(cover_label("document", language), number, language),
        head=[
            cover.date,
            original,
            cover_label("action" if cover.box.get("action_required") else "information", language),
        ],
        above=[(cover_label("source", language), cover.source or "–")],
        title=cover.title,
        box=[(label, words) for label, words in box.items() if words],
        contact=[(cover_label("contact", language), cover.contact)] if cover.contact else [],
        foot=_foot(cover, seal),
    )


def _foot(cover: CoverFacts, seal: CopySeal) -> list[str]:
    as_at = labelled(_phrase("as_at", cover), moment(seal.as_at), cover.language)
    if not seal.is_adopted:
        return [_phrase("not_adopted", cover), as_at]
    sealed = labelled(_phrase("checksum", cover), seal.checksum, cover.language)
    return [*filter(None, [seal.meeting]), as_at, sealed]


def _phrase(key: str, cover: CoverFacts) -> str:
    return cover_phrase(key, cover.language)
