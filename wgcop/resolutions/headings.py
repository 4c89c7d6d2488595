"""Recognizes headings, their kind, and where they end when text follows on the same line."""

from __future__ import annotations

import re
from functools import lru_cache

from wgcop.resolutions.heading_words import (
    ADDRESSEE,
    BEFORE_VERB,
    DEGREE,
    PREAMBULAR_PHRASE,
    VERB,
    VERB_PHRASE,
)

PREAMBULAR = "preambular"
OPERATIVE = "operative"

LONGEST = 300
LONGEST_ADDRESSEE = 170

# noting with satisfaction,
_WHOLE_PREAMBULAR = re.compile(rf"{PREAMBULAR_PHRASE}[,:]?", re.IGNORECASE)
# considering that … · recalling Resolution 5 …
_START_PREAMBULAR = re.compile(rf"({PREAMBULAR_PHRASE})[,:]?(?=\s)", re.IGNORECASE)
# resolves further to: · decides as follows
_WHOLE_OPERATIVE = re.compile(
    rf"{VERB_PHRASE}(?:,? {DEGREE})*(?: (?:to|that|the following|as follows))?[,:]?",
    re.IGNORECASE,
)
# resolves further …
_START_OPERATIVE = re.compile(rf"({VERB_PHRASE})(?: ({DEGREE}))?\b", re.IGNORECASE)
# instructs, in particular, the … · further invites Member …
_ADDRESSED = re.compile(rf"({VERB_PHRASE})(?:,? {DEGREE},?)* (?={ADDRESSEE})")
# taking into account best practices, *invites* Member States
_AFTER_COMMA = re.compile(rf",\s+({VERB_PHRASE})\b")
_VERB = re.compile(BEFORE_VERB + VERB, re.IGNORECASE)
# recognizing *that*
_LAST_CONJUNCTION = re.compile(r" (?:that|of|to|with)$")
# instructs the Director *to* report
_TO = re.compile(r"\s(?=(?:to|that)\s)")
# "the text with *regard* to …": here *to* belongs to the addressee and not to the instruction.
_TO_INSIDE = re.compile(
    r"(?:respect|regard|relation|response|view|addition|according|pursuant|contributing|related|due|"
    r"relating|reference|subject|belonging|accordance)$"
)


@lru_cache(maxsize=1000)
def kind_of(heading: str) -> str | None:
    """Return the kind of heading that these words are when nothing else is on the line; None if the
    vocabulary does not know them.
    """
    words = heading.rstrip(",: ")
    if not words or len(words) > LONGEST:
        return None
    if _WHOLE_PREAMBULAR.fullmatch(words):
        return PREAMBULAR
    if _WHOLE_OPERATIVE.fullmatch(words) or _ADDRESSED.match(_uncapitalized(words)):
        return OPERATIVE
    if _START_PREAMBULAR.match(words):
        # recalling Resolution 5, *instructs* the Director: an operative verb after a comma decides.
        return OPERATIVE if _AFTER_COMMA.search(words) else PREAMBULAR
    return OPERATIVE if _START_OPERATIVE.match(words) else None


@lru_cache(maxsize=1000)
def stands_alone(text: str) -> str | None:
    """Return the kind of an unmarked line if it can hardly be anything but a heading, otherwise
    None.
    """
    if len(text) > LONGEST or text[-1] in ".;":
        return None
    words = text.rstrip(",: ")
    if _WHOLE_PREAMBULAR.fullmatch(words):
        return PREAMBULAR
    if _WHOLE_OPERATIVE.fullmatch(words):
        return OPERATIVE
    addressed = _ADDRESSED.match(_uncapitalized(words))
    if addressed and end_of_addressee(words, addressed.end()) is None:
        return OPERATIVE
    return None


def kind_by_grammar(heading: str, current_kind: str) -> str:
    """Return the kind of a heading that the vocabulary does not know, by its first word: *mindful*,
    *orders*.
    """
    first = heading.split()[0].rstrip(",:").lower()
    if first.endswith(("ing", "ed", "ful")):
        return PREAMBULAR
    return OPERATIVE if first.endswith("s") else current_kind


def heading_at_start(text: str) -> tuple[str, str] | None:
    """Return a heading that opens its own paragraph, and the text after it: "considering | that it
    is so".
    """
    lowered = _uncapitalized(text)
    if addressed := _ADDRESSED.match(lowered):
        end = end_of_addressee(text, addressed.end())
        if end is None or end - addressed.end() > LONGEST_ADDRESSEE:
            return None
        return text[:end], text[end:].lstrip()
    if operative := _START_OPERATIVE.match(lowered):
        rest = text[operative.end() :].lstrip()
        return (text[: operative.end()], rest) if rest else None
    if preambular := _START_PREAMBULAR.match(lowered):
        end = _end_without_conjunction(preambular)
        begins_with_conjunction = end < preambular.end(1)
        rest = text[end:].lstrip() if begins_with_conjunction else text[end:].lstrip(" ,:")
        return (text[:end], rest) if rest else None
    return None


def split_heading(line: str, kind: str) -> tuple[str, str] | None:
    """Return heading and text of a marked line that must contain both, because nothing follows it;
    None if it does not.
    """
    if kind == OPERATIVE:
        return heading_at_start(line)
    if kind == PREAMBULAR and (match := _START_PREAMBULAR.match(line)):
        end = _end_without_conjunction(match)
        rest = line[end:].strip(" ,:")
        return (line[:end], rest) if rest else None
    return None


@lru_cache(maxsize=1000)
def verb_and_addressee(heading: str) -> tuple[str, str]:
    """Split an operative heading into verb and addressee: "instructs" and "the Secretary-General"."""
    if not _START_OPERATIVE.match(heading):
        after = _AFTER_COMMA.search(heading)
        if after is None:
            first, _, rest = heading.partition(" ")
            return first, rest
        heading = heading[after.start(1) :]
    verb = _VERB.match(heading)
    assert verb is not None
    return verb.group(), heading[verb.end() :].strip(" ,")


def end_of_addressee(text: str, at: int) -> int | None:
    """Return where "the Director of BDT" ends in "the Director of BDT to report …", or None."""
    for match in _TO.finditer(text, at, at + 2 * LONGEST):
        if not _TO_INSIDE.search(text, max(0, match.start() - 20), match.start()):
            return match.start()
    return None


def _end_without_conjunction(preambular: re.Match[str]) -> int:
    """Return the end of "considering" in "considering that": the clause itself begins with *that*."""
    return len(_LAST_CONJUNCTION.sub("", preambular[1]))


def _uncapitalized(text: str) -> str:
    return text[:1].lower() + text[1:]
