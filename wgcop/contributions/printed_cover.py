"""The cover of a paper as it is printed: on its page, in Word and as PDF alike, in the language of the paper."""

import re
from dataclasses import dataclass

from wgcop import markup
from wgcop.contributions.cover import Purpose
from wgcop.contributions.revisions import Revision
from wgcop.contributions.translations.models import LanguageStatus, Translation
from wgcop.i18n import day
from wgcop.languages.cover_labels import cover_label, cover_phrase, labelled, language_name_in

PrintedWording = Revision | Translation
CoverFields = list[tuple[str, str]]


@dataclass(frozen=True)
class CoverWords:
    """The labels and phrases of one language, for templates."""

    language: str

    def label(self, key: str) -> str:
        return cover_label(key, self.language)

    def phrase(self, key: str, symbol: object = "") -> str:
        return cover_phrase(key, self.language, symbol)

    def labelled(self, label: str, words: object) -> str:
        return labelled(label, str(words), self.language)


def title_of(wording: PrintedWording) -> str:
    return wording.title or cover_phrase("untitled", wording.language)


def number_line(wording: PrintedWording) -> str:
    number = str(wording.symbol or cover_phrase("no_number", wording.language))
    return labelled(cover_label("document", wording.language), number, wording.language)


def head_lines(wording: PrintedWording) -> list[str]:
    """Below the number: the date, the language, for action or information, and whether it was late."""
    language = wording.language
    date = [day(wording.submitted_on, language)] if wording.symbol and wording.submitted_on else []
    purpose = "action" if wording.purpose == Purpose.ACTION else "information"
    delayed = [cover_label("delayed", language)] if wording.contribution.is_delayed else []
    return [*date, *_language_lines(wording), cover_label(purpose, language), *delayed]


def attached_lines(wording: PrintedWording) -> list[str]:
    """What an addendum or corrigendum is attached to, and what it corrects."""
    contribution, language = wording.contribution, wording.language
    if contribution.parent is None or contribution.attachment is None:
        return []
    lines = [cover_phrase(contribution.attachment, language, contribution.parent.symbol)]
    if original_of(wording).corrects:
        corrects = cover_phrase("corrects", language)
        lines.append(labelled(corrects, original_of(wording).corrects, language))
    return lines


def fields_above(wording: PrintedWording) -> CoverFields:
    return [(cover_label("source", wording.language), wording.source or "–")]


def fields_below(wording: PrintedWording) -> CoverFields:
    """Below the title; each label with its words as they were typed."""
    fields = {
        "abstract": wording.abstract,
        "action_required": wording.action_required,
        "keywords": wording.keywords,
        "lessons": wording.lessons,
        "questions": "; ".join(body.title for body in wording.questions),
        "clauses": "; ".join(clause.wording.citation for clause in wording.clauses),
        "files": "; ".join(_as_typed(name) for name in names_of_files(wording)),
    }
    return [(cover_label(key, wording.language), words) for key, words in fields.items() if words]


def names_of_files(wording: PrintedWording) -> list[str]:
    return [each.name for each in original_of(wording).enclosures]


def original_of(wording: PrintedWording) -> Revision:
    return wording.made_from if isinstance(wording, Translation) else wording


def fields_of_contact(wording: PrintedWording) -> CoverFields:
    contact = wording.contact
    return [(cover_label("contact", wording.language), contact)] if contact else []


def lines_of(words: str) -> list[str]:
    return [line for line in markup.plain(words).split("\n") if line.strip()]


def _as_typed(name: str) -> str:
    """Fields are typed text, in which `_` and `*` of a name would be signs."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


def _language_lines(wording: PrintedWording) -> list[str]:
    """`Original: English only`; a translation says also what it is."""
    language = wording.language
    original, only, what = language, "", []
    if wording.sole_language:
        only = f" {cover_label('only', language)}"
    if isinstance(wording, Translation):
        is_provisional = wording.status == LanguageStatus.PROVISIONAL
        original = wording.original_language
        what = [cover_phrase("provisional" if is_provisional else "translation", language)]
    name = language_name_in(language, original)
    return [labelled(cover_label("original", language), f"{name}{only}", language), *what]
