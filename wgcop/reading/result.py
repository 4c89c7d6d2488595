"""The result of reading a file, and the builder that collects its lines, pages and headings."""

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass

from wgcop import markup
from wgcop.languages import LANGUAGE_NAMES, UNDETERMINED, guessing, primary_subtag
from wgcop.reading.passages import Passage
from wgcop.reading.reasons import NotTaken, Reason

LONGEST_TEXT = 8_000_000
"""The longest text in characters. The longest conventions with all their annexes have a tenth of
it.
"""

_LONGEST_TITLE = 300
_LONGEST_PLACE = 120
_MOST_PASSAGES = 20_000
_ENOUGH_TO_GUESS = 4_000
_ENOUGH_WORDS = 40
"""The smallest number of words at which the language of a text in one of the six languages is
recognized, whatever its file declares.
"""
_TAG = re.compile(r"[a-z]{2,3}")


class Unreadable(NotTaken):
    """Raised for a file that cannot be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    title: str
    language: str
    """The tag of the language, or `und` if it is not known."""
    text: str
    """One line for each paragraph, or the lines as the page breaks them."""
    passages: tuple[Passage, ...]
    pages: int | None = None
    dated: str = ""
    """The date, as exact as in the text itself: 2009, 2008-11 or 2007-05-17; empty if it says none.
    """
    note: Reason | None = None
    """A remark for the person who uploaded the file, such as that pages could not be read."""


class TextBuilder:
    """Takes headings, lines and page breaks in order, and records the start of each passage."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._passages: list[Passage] = []
        self._page = 0
        self._heading = ""
        self._fragments: set[str] = set()
        self.first_heading = ""

    @property
    def lines(self) -> list[str]:
        return self._lines

    def page(self, number: int) -> None:
        self._page = number
        self._passage(f"p-{number}")

    def heading(self, text: str, *, number: str = "") -> None:
        """Add a heading and begin a passage. `number` is given if it is not part of the text."""
        text = tidy(text)
        if not text:
            return
        self.first_heading = self.first_heading or text
        self._heading = _cut(f"{number} {text}".strip(), _LONGEST_PLACE)
        self._passage(self._fragment(self._heading))
        self._add(f"{number} {text}".strip())

    def line(self, text: str) -> None:
        text = tidy(text)
        if text:
            self._add(text)

    def unstyled(
        self, lines: Iterable[tuple[int, str]], headings: Container[int], *, has_pages: bool = True
    ) -> None:
        """Add lines, each with the number of its page. `headings` are the indexes of those that are
        headings.
        """
        for index, (page, line) in enumerate(lines):
            if has_pages and page != self._page:
                self.page(page)
            if index in headings:
                self.heading(line)
            else:
                self.line(line)

    def reading(
        self,
        *,
        titles: tuple[str, ...],
        language: str = "",
        pages: int | None = None,
        dated: str = "",
        note: Reason | None = None,
    ) -> Reading:
        """Return the finished reading, with the first title that is not empty. Raise `Unreadable`
        if there is no text.
        """
        text = "\n".join(self._lines)
        if not text:
            raise Unreadable(Reason("There is no text in it."))
        candidates = (tidy(title) for title in (*titles, self.first_heading, self._lines[0]))
        return Reading(
            title=_cut(next(filter(None, candidates)), _LONGEST_TITLE),
            language=language_of(text[:_ENOUGH_TO_GUESS], declared=tag(language)),
            text=text,
            passages=tuple(passage for passage in self._passages if passage.start < len(text)),
            pages=pages,
            dated=dated,
            note=note,
        )

    def _add(self, text: str) -> None:
        self._lines.append(text)
        self._length += len(text) + 1
        if self._length > LONGEST_TEXT:
            raise Unreadable(
                Reason("Its text is longer than %(most)s characters.", most=f"{LONGEST_TEXT:,}")
            )

    def _passage(self, fragment: str) -> None:
        place = ", ".join(filter(None, (f"p. {self._page}" if self._page else "", self._heading)))
        if self._passages and self._passages[-1].start == self._length:
            # A heading at the top of a page makes one passage with it, under the page's address.
            fragment = self._passages.pop().fragment if self._page else fragment
        if len(self._passages) < _MOST_PASSAGES:
            self._passages.append(Passage(self._length, place, fragment))

    def _fragment(self, heading: str) -> str:
        numbered = re.match(r"\d+(?:\.\d+)*(?=\W|$)", heading)
        wanted = f"s-{numbered[0].replace('.', '-')}" if numbered else ""
        if not wanted or wanted in self._fragments:
            wanted = f"h-{len(self._fragments) + 1}"
        self._fragments.add(wanted)
        return wanted


def tidy(text: str) -> str:
    """Return the text on one line, with ordinary spaces, and without needless invisible characters."""
    return " ".join(_without_surrogates(markup.clean(text)).replace("\xad", "").split())


def language_of(text: str, *, declared: str) -> str:
    """Return the language of the text, if it is long enough. A declared language is often only that
    of a template.
    """
    guessed = guessing.guess_any(text)
    if guessed:
        return guessed
    if declared in LANGUAGE_NAMES and len(text.split()) >= _ENOUGH_WORDS:
        return UNDETERMINED
    return declared or UNDETERMINED


def tag(language: str) -> str:
    """Return the primary subtag of the language that a file declares, or an empty string if that is
    not a tag.
    """
    subtag = primary_subtag(language)
    return subtag if _TAG.fullmatch(subtag) else ""


def stem(name: str) -> str:
    """Return the file's name as a title."""
    return re.split(r"[/\\]", name)[-1].rpartition(".")[0].replace("_", " ") or name


def _without_surrogates(text: str) -> str:
    return (
        "".join(
            " " if unicodedata.category(character) in ("Cs", "Cn", "Co", "Zl", "Zp") else character
            for character in text
        )
        if not text.isascii()
        else text
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
