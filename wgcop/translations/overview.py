"""The languages in which the documents of a meeting and the resolutions can be read, the next thing
to do in each, and who does it until when, for the secretariat.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.contributions.models import Contribution
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper.comparison.words import words_in
from wgcop.resolutions.language_texts import TextPart, beside_url
from wgcop.resolutions.models import Edition
from wgcop.translations.models import LanguageStatus, Translation
from wgcop.translations.tasks import TranslationTask, task_mark, text_key


class LanguageState(enum.StrEnum):
    ORIGINAL = "original"
    TRANSLATION = "translation"
    PROVISIONAL = "provisional"
    OUTDATED = "outdated"
    """The original was revised after the version was made, regardless of the version's status."""
    INCOMPLETE = "incomplete"
    """Parts of the text have no words in the language yet."""
    MISSING = "missing"
    NOT_MEANT = "not-meant"
    """The document was issued in its original language only."""


LANGUAGE_STATE_NAMES = {
    LanguageState.ORIGINAL: _l("Original"),
    LanguageState.TRANSLATION: _l("Translation"),
    LanguageState.PROVISIONAL: _l("Provisional"),
    LanguageState.OUTDATED: _l("Outdated"),
    LanguageState.INCOMPLETE: _l("Incomplete"),
    LanguageState.MISSING: _l("Missing"),
    LanguageState.NOT_MEANT: _l("Original only"),
}
TO_DO = (
    LanguageState.OUTDATED,
    LanguageState.INCOMPLETE,
    LanguageState.PROVISIONAL,
    LanguageState.MISSING,
)


@dataclass(frozen=True)
class LanguageCell:
    """A text in one language. `url` is the page for the next step; `words` is the number of words
    to translate; `is_begun` is true if somebody is writing a new version.
    """

    language: str
    state: LanguageState
    url: str = ""
    words: int = 0
    is_begun: bool = False
    task: TranslationTask | None = None

    @property
    def state_name(self) -> str:
        return str(LANGUAGE_STATE_NAMES[self.state])

    @property
    def needs_work(self) -> bool:
        return self.state in TO_DO

    @property
    def person(self) -> Person | None:
        return self.task.person if self.task else None

    @property
    def is_overdue(self) -> bool:
        return self.task is not None and self.task.is_overdue

    @property
    def task_mark(self) -> str:
        return task_mark(self.task)


OVERDUE = "overdue"
NOBODY = "nobody"


@dataclass(frozen=True)
class WorkNarrowing:
    """What a reader looks for: `only` a state, or what is overdue; `who` does it, by their id, or
    nobody yet.
    """

    only: str = ""
    who: str = ""

    def __bool__(self) -> bool:
        return bool(self.only or self.who)

    def takes(self, cell: LanguageCell) -> bool:
        if self.only == OVERDUE:
            is_in = cell.is_overdue
        else:
            is_in = self.only in ("", cell.state)
        if self.who and is_in:
            by = str(cell.person.id) if cell.person else NOBODY
            is_in = cell.needs_work and by == self.who
        return is_in


EVERYTHING = WorkNarrowing()


@dataclass(frozen=True)
class TextLanguages:
    """A text in several languages. `words` is the number of words of its original; `key` names the
    text in forms.
    """

    key: str
    name: str
    title: str
    url: str
    original: str
    cells: tuple[LanguageCell, ...]
    words: int = 0

    def has(self, narrowing: WorkNarrowing) -> bool:
        return any(map(narrowing.takes, self.cells))


def languages_by_document(
    documents: Iterable[Contribution],
    translations: Iterable[Translation],
    texts: Mapping[int, str],
    left: Mapping[int, int],
    languages: Sequence[str] = tuple(LANGUAGE_NAMES),
) -> list[TextLanguages]:
    """Return the state of each document in each language. `translations` are the current versions
    and those that are being written; `texts` are the originals by the ids of the documents; `left`
    is how many words outdated versions still lack, by their ids.
    """
    read: dict[tuple[int, str], Translation] = {}
    written: dict[tuple[int, str], Translation] = {}
    for translation in translations:
        (written if translation.is_draft else read)[
            translation.contribution_id, translation.language
        ] = translation
    found = []
    for document in documents:
        words = len(words_in(texts.get(document.id, "")))
        found.append(
            TextLanguages(
                text_key(document),
                str(document.symbol),
                document.title,
                document.url,
                document.current.language,
                tuple(
                    _cell(document, language, words, left, read, written) for language in languages
                ),
                words,
            )
        )
    return found


def _cell(
    document: Contribution,
    language: str,
    words: int,
    left: Mapping[int, int],
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
    state = _state(version)
    waiting = words if version is None else left.get(version.id, 0)
    return LanguageCell(language, state, url, waiting, is_begun=draft is not None)


def _state(version: Translation | None) -> LanguageState:
    if version is None:
        return LanguageState.MISSING
    if version.is_outdated:
        return LanguageState.OUTDATED
    is_checked = version.status == LanguageStatus.TRANSLATION
    return LanguageState.TRANSLATION if is_checked else LanguageState.PROVISIONAL


def languages_by_edition(
    editions: Iterable[Edition],
    parts: Mapping[tuple[int, str], Sequence[TextPart]],
    languages: Sequence[str] = tuple(LANGUAGE_NAMES),
    *,
    may_write: bool,
) -> list[TextLanguages]:
    """Return the state of each edition of a resolution in each language. `parts` are the parts of its
    text by its id and the language. Whoever may write is led to the form, all others to the text.
    """
    found = []
    for edition in editions:
        cells = tuple(
            _cell_of_edition(edition, language, parts[edition.id, language], may_write=may_write)
            for language in languages
        )
        words = sum(_number_of_words(part) for part in parts[edition.id, languages[0]])
        found.append(
            TextLanguages(
                text_key(edition.resolution),
                edition.name,
                edition.title,
                edition.url,
                edition.language,
                cells,
                words,
            )
        )
    return found


def _cell_of_edition(
    edition: Edition, language: str, parts: Sequence[TextPart], *, may_write: bool
) -> LanguageCell:
    if language == edition.language:
        return LanguageCell(language, LanguageState.ORIGINAL, edition.url)
    url = beside_url(edition, language)
    waiting = [part for part in parts if part.is_missing or part.english_before]
    return LanguageCell(
        language,
        state_of_parts(parts),
        f"{url}/words" if may_write else url,
        sum(_number_of_words(part) for part in waiting),
    )


def state_of_parts(parts: Sequence[TextPart]) -> LanguageState:
    """Return the state of a text by its parts. A part without words of its own needs none."""
    parts = [part for part in parts if part.unit.text.strip()]
    if all(part.is_missing for part in parts):
        return LanguageState.MISSING
    if any(part.english_before for part in parts):
        return LanguageState.OUTDATED
    if any(part.is_missing for part in parts):
        return LanguageState.INCOMPLETE
    is_checked = all(part.is_sure for part in parts)
    return LanguageState.TRANSLATION if is_checked else LanguageState.PROVISIONAL


def _number_of_words(part: TextPart) -> int:
    return len(words_in(part.unit.text))


def with_tasks(
    texts: Iterable[TextLanguages],
    tasks: Mapping[tuple[str, str], TranslationTask],
) -> list[TextLanguages]:
    """Return the texts with who translates them, until when. `tasks` are by the key of the text and
    the language; they count where there is something to do.
    """
    return [
        replace(
            text,
            cells=tuple(
                replace(cell, task=tasks.get((text.key, cell.language)))
                if cell.needs_work
                else cell
                for cell in text.cells
            ),
        )
        for text in texts
    ]


def still_to_do(texts: Iterable[TextLanguages]) -> dict[str, int]:
    """Count the versions in each state that needs work, and those that are overdue."""
    cells = [cell for text in texts for cell in text.cells]
    counts = Counter(cell.state for cell in cells)
    return {
        **{state: counts[state] for state in TO_DO},
        OVERDUE: sum(cell.is_overdue for cell in cells),
    }


def who_translates(texts: Iterable[TextLanguages]) -> list[Person]:
    """Return the people who translate any of these texts, by their names."""
    people = {cell.person for text in texts for cell in text.cells if cell.person}
    return sorted(people, key=lambda person: (person.name, person.id))


def words_to_translate(
    texts: Iterable[TextLanguages], narrowing: WorkNarrowing = EVERYTHING
) -> dict[str, int]:
    """Return the number of words of the originals that wait for translation into each language, as
    far as the narrowing takes them.
    """
    words: Counter[str] = Counter()
    for text in texts:
        for cell in text.cells:
            words[cell.language] += cell.words if narrowing.takes(cell) else 0
    return words
