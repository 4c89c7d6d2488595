"""The languages in which the documents of a meeting can be read, and the next thing to do in each,
for the secretariat.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from wgcop.contributions.models import Contribution
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper.comparison.words import words_in
from wgcop.translations.models import LanguageStatus, Translation


class LanguageState(enum.StrEnum):
    ORIGINAL = "original"
    TRANSLATION = "translation"
    PROVISIONAL = "provisional"
    OUTDATED = "outdated"
    """The original was revised after the version was made, regardless of the version's status."""
    MISSING = "missing"
    NOT_MEANT = "not-meant"
    """The document was issued in its original language only."""


LANGUAGE_STATE_NAMES = {
    LanguageState.ORIGINAL: _l("Original"),
    LanguageState.TRANSLATION: _l("Translation"),
    LanguageState.PROVISIONAL: _l("Provisional"),
    LanguageState.OUTDATED: _l("Outdated"),
    LanguageState.MISSING: _l("Missing"),
    LanguageState.NOT_MEANT: _l("Original only"),
}
TO_DO = (LanguageState.OUTDATED, LanguageState.PROVISIONAL, LanguageState.MISSING)


@dataclass(frozen=True)
class LanguageCell:
    """A document in one language. `url` is the page for the next step; `is_begun` is true if
    somebody is writing a new version.
    """

    language: str
    state: LanguageState
    url: str = ""
    is_begun: bool = False

    @property
    def state_name(self) -> str:
        return str(LANGUAGE_STATE_NAMES[self.state])


@dataclass(frozen=True)
class DocumentLanguages:
    """A document in each language. `words` is the number of words of its original."""

    document: Contribution
    cells: tuple[LanguageCell, ...]
    words: int = 0

    def has(self, state: str) -> bool:
        return any(cell.state == state for cell in self.cells)


def languages_by_document(
    documents: Iterable[Contribution],
    translations: Iterable[Translation],
    texts: Mapping[int, str],
) -> list[DocumentLanguages]:
    """Return the state of each document in each language. `translations` are the current versions
    and those that are being written; `texts` are the originals by the ids of the documents.
    """
    read: dict[tuple[int, str], Translation] = {}
    written: dict[tuple[int, str], Translation] = {}
    for translation in translations:
        (written if translation.is_draft else read)[
            translation.contribution_id, translation.language
        ] = translation
    return [
        DocumentLanguages(
            document,
            tuple(_cell(document, language, read, written) for language in LANGUAGE_NAMES),
            len(words_in(texts.get(document.id, ""))),
        )
        for document in documents
    ]


def _cell(
    document: Contribution,
    language: str,
    read: Mapping[tuple[int, str], Translation],
    written: Mapping[tuple[int, str], Translation],
) -> LanguageCell:
    if language == document.current.language:
        return LanguageCell(language, LanguageState.ORIGINAL, document.url)
    version, draft = read.get((document.id, language)), written.get((document.id, language))
    if version is None and draft is None and document.current.sole_language:
        return LanguageCell(language, LanguageState.NOT_MEANT)
    url = version.url if version else f"{document.work_url}/translations?language={language}#begin"
    if draft:
        url = f"{draft.work_url}/edit"
    return LanguageCell(language, _state(version), url, is_begun=draft is not None)


def _state(version: Translation | None) -> LanguageState:
    if version is None:
        return LanguageState.MISSING
    if version.is_outdated:
        return LanguageState.OUTDATED
    is_checked = version.status == LanguageStatus.TRANSLATION
    return LanguageState.TRANSLATION if is_checked else LanguageState.PROVISIONAL


def still_to_do(documents: Iterable[DocumentLanguages]) -> dict[LanguageState, int]:
    """Count the versions in each state that needs work."""
    counts = Counter(cell.state for document in documents for cell in document.cells)
    return {state: counts[state] for state in TO_DO}


def words_to_translate(documents: Iterable[DocumentLanguages], only: str = "") -> dict[str, int]:
    """Return the number of words of the originals that are missing or outdated in each language, or
    `only` of those in this state.
    """
    states = {LanguageState.MISSING, LanguageState.OUTDATED}
    words = dict.fromkeys(LANGUAGE_NAMES, 0)
    for document in documents:
        for cell in document.cells:
            if cell.state in states and only in ("", cell.state):
                words[cell.language] += document.words
    return words
