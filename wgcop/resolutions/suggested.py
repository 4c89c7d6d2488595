"""Other words for a passage of a clause (pure): where the passage stands, the clause with the other
words in its place, and the suggestion in a sentence.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from wgcop.i18n import language_name
from wgcop.paper.anchor import Anchor, QuotePlace, all_places, surroundings
from wgcop.resolutions import typeset

AROUND = 240
"""The largest number of characters that are shown on each side of the passage."""
ALIKE = 0.5
"""How well the words around the passage must fit, out of 1. If all of them changed, it is another
passage with the same words.
"""
_END_OF_SENTENCE = re.compile(r"[.;:!?](?=\s)|[。；！？؛؟]|\n")

_Letters = list[tuple[str, bool]]
"""The letters of a text, each with whether it is emphasized."""


class PassageGone(enum.StrEnum):
    """Why a passage cannot be replaced: its words do not occur, or it is not sure which are meant."""

    GONE = "gone"
    SEVERAL = "several"


@dataclass(frozen=True)
class SuggestedChange:
    """The sentence around a passage, as it is and as it would be, and the whole clause likewise."""

    old: str
    new: str
    clause: str
    new_clause: str


def only_place(text: str, anchor: Anchor) -> QuotePlace | PassageGone:
    """Return the place of the passage if it is sure; a passage that only resembles it is none."""
    places = all_places(text, anchor.exact)
    if len(places) > 1:
        exact = [
            each
            for each in places
            if text[: each.start].endswith(anchor.prefix)
            and text[each.end :].startswith(anchor.suffix)
        ]
        return exact[0] if len(exact) == 1 else PassageGone.SEVERAL
    if places and surroundings(text, places[0], anchor) >= ALIKE:
        return places[0]
    return PassageGone.GONE


def changed(text: str, place: QuotePlace, instead: str) -> SuggestedChange:
    """Return the change within the sentence around the place. Sentences that are left out before or
    after it are marked by dots.
    """
    start, end = _sentence(text, place)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    new_clause = with_words(text, place, instead)
    new_end = len(new_clause) - (len(text) - end)
    return SuggestedChange(
        f"{before}{text[start:end].strip()}{after}",
        f"{before}{new_clause[start:new_end].strip()}{after}",
        text,
        new_clause,
    )


def with_words(text: str, place: QuotePlace, instead: str) -> str:
    """Return the text with other words in this place."""
    start, end = _cut(text, place, instead)
    return text[:start] + instead + text[end:]


def with_words_as_typed(typed: str, place: QuotePlace, instead: str) -> str:
    """Do the same in a text with asterisks for emphasis; the place counts the letters alone. The
    other words are emphasized if all words that they replace are.
    """
    letters = [(letter, is_strong) for words, is_strong in typeset.parts(typed) for letter in words]
    start, end = _cut("".join(letter for letter, _strong in letters), place, instead)
    is_strong = start < end and all(strong for _letter, strong in letters[start:end])
    put = [(letter, is_strong) for letter in instead]
    return _typed([*letters[:start], *put, *letters[end:]])


def in_words(quoted: str, instead: str, translation: str = "") -> str:
    """Return a suggestion as a sentence, for files, letters and search. `translation` is the language
    of the words if they are those of a translation.
    """
    if translation:
        language = language_name(translation)
        if instead:
            return _(
                "Suggests for the translation (%(language)s): “%(instead)s” instead of “%(quoted)s”.",
                language=language,
                instead=instead,
                quoted=quoted,
            )
        return _(
            "Suggests for the translation (%(language)s): leave out “%(quoted)s”.",
            language=language,
            quoted=quoted,
        )
    if instead:
        return _("Suggests “%(instead)s” instead of “%(quoted)s”.", instead=instead, quoted=quoted)
    return _("Suggests leaving out “%(quoted)s”.", quoted=quoted)


def are_same(quoted: str, instead: str) -> bool:
    return quoted.split() == instead.split()


def _cut(text: str, place: QuotePlace, instead: str) -> tuple[int, int]:
    """Return the place, widened by the space that is left over if nothing is put there."""
    start, end = place.start, place.end
    if instead:
        return start, end
    before, after = text[:start], text[end:]
    if after.startswith(" ") and (not before or before[-1].isspace()):
        return start, end + 1
    if before.endswith(" ") and (not after or after[0] in ",.;:!?)\n"):
        return start - 1, end
    return start, end


def _sentence(text: str, place: QuotePlace) -> tuple[int, int]:
    ends = [match.end() for match in _END_OF_SENTENCE.finditer(text)]
    start = max((each for each in ends if each <= place.start), default=0)
    end = min((each for each in ends if each >= place.end), default=len(text))
    if place.start - start > AROUND:
        start = text.find(" ", place.start - AROUND, place.start) + 1 or place.start - AROUND
    if end - place.end > AROUND:
        found = text.rfind(" ", place.end, place.end + AROUND)
        end = found if found > 0 else place.end + AROUND
    return start, end


def _typed(letters: _Letters) -> str:
    runs = groupby(letters, key=lambda each: each[1])
    return "".join(_run([letter for letter, _strong in run], strong) for strong, run in runs)


def _run(letters: Sequence[str], is_strong: bool) -> str:
    """Return emphasized words between asterisks, which touch the words and stay in one line."""
    words = "".join(letters)
    if not is_strong:
        return words
    return re.sub(r"[^\s](?:[^\n]*[^\s])?", r"*\g<0>*", words)
