"""Finds headings that ran into the paragraph before them, only where that is unmistakable."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wgcop.resolutions.heading_words import (
    ADDRESSEE,
    CONTINUES,
    DELEGATED,
    PREAMBULAR_PHRASE,
    any_of,
    either,
    phrases,
)
from wgcop.resolutions.headings import LONGEST, LONGEST_ADDRESSEE, end_of_addressee

_LONGEST_WITHOUT_TO = 250
_LONGEST_TAIL = 120

_INSTRUCTING_VERBS = phrases("""
    instructs, invites, requests, urges, encourages, calls upon, calls on, authorizes, authorises,
    appeals to, directs, charges, entrusts, recommends
""")
# further instructs · invites also · resolves to instruct · continues to encourage
_VERBS = (
    r"(?:(?:and )?(?:further|also) )?"
    + either(any_of(_INSTRUCTING_VERBS), rf"(?:resolves|decides)(?:{DELEGATED})?", CONTINUES)
    + r"(?: (?:further|also))?"
)
# A verb at the start of the text, after a comma or stop, or after a closing quotation mark.
_VERB = re.compile(rf"(?:^|(?<=[,;.:] )|(?<=[.;][\"”] ))(?P<verb>{_VERBS})(?=\s|$)")
# …, expresses its sincere thanks and gratitude | to the Government
_THANKS = re.compile(
    r"(?:^|(?<=[,;.] ))(?P<heading>expresses its [\w ]{0,60}?(?:thanks|gratitude|appreciation)"
    r"(?: and [\w ]{0,40}?(?:thanks|gratitude|appreciation))?)(?= to )"
)
# …, resolves | to express its thanks
_MAIN_VERB = re.compile(r"(?<=, )(?P<verb>(?:further )?(?:resolves|decides))(?= (?:to|that) )")
# …; recognizing also
_TRAILING_PARTICIPLE = re.compile(rf"(?<=[,;.] )(?P<heading>{PREAMBULAR_PHRASE})[,:]?$")
# Resolution 5, which invites … : what follows belongs to a sentence about another text.
_RELATIVE_CLAUSE = re.compile(rf"\b(?:which|that|who|and)\s+(?:{_VERBS})\s", re.IGNORECASE)

_ADDRESSEE = re.compile(rf"\s+(?={ADDRESSEE})")
# invites Member States | 1 to act
_ITEM_ONE = re.compile(r"\s(?=1\)?\s+(?:to|that|the|in|for|on|by|its|their)\s)")
# These verbs address nobody: "resolves the …" is a sentence.
_TAKES_NO_ADDRESSEE = re.compile(r"(?:resolves|decides|recommends)(?: further| also)?$")
# further resolves · decides also
_RESOLVES_FURTHER = re.compile(
    r"^(?:and )?(?:further|also) (?:resolves|decides)$|^(?:resolves|decides) (?:further|also)$"
)


@dataclass(frozen=True)
class RunIn:
    """A heading inside a paragraph: where it starts, its words, and where its text starts."""

    start: int
    heading: str
    rest: int
    numbered: bool = False
    """Whether its first item, numbered 1, follows on the same line."""


def find_run_in(text: str, *, preambular: bool) -> RunIn | None:
    """Return the first heading that ran into this paragraph, or None.

    In a preamble it must also be followed by an item 1 or end the paragraph.
    """
    relative_clause = _RELATIVE_CLAUSE.search(text)
    for match in _VERB.finditer(text):
        is_quoted = relative_clause is not None and relative_clause.start() < match.start()
        if is_quoted and not _begins_sentence(text, match.start()):
            return None
        run_in = _heading_at(text, match)
        if run_in and (not preambular or run_in.numbered or run_in.rest == len(text)):
            return run_in
    thanks = None if preambular else _THANKS.search(text)
    return RunIn(thanks.start(), thanks["heading"], thanks.end() + 1) if thanks else None


def find_main_verb(text: str) -> RunIn | None:
    """Return the heading in "…, resolves to express its thanks", in a preamble that no marked
    *resolves* follows.
    """
    match = _MAIN_VERB.search(text)
    if match is None or _RELATIVE_CLAUSE.search(text, 0, match.end() + 1):
        return None
    delegated = _VERB.match(text, match.start())
    heading = _heading_at(text, delegated) if delegated else None
    return heading or RunIn(match.start(), match["verb"], match.end() + 1)


def find_numbered_run_in(text: str) -> RunIn | None:
    headings = (_heading_at(text, match) for match in _VERB.finditer(text))
    return next((heading for heading in headings if heading and heading.numbered), None)


def find_trailing_participle(text: str) -> RunIn | None:
    """Return the heading in "…, recognizing also" at the very end of a paragraph whose list
    continues with a).
    """
    match = _TRAILING_PARTICIPLE.search(text, max(0, len(text) - _LONGEST_TAIL))
    return RunIn(match.start(), match["heading"], len(text)) if match else None


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or text[at - 2] == "."


def _heading_at(text: str, match: re.Match[str]) -> RunIn | None:
    """Return the heading that begins with this verb, if the text after it shows that it is one,
    otherwise None.
    """
    verb, (start, verb_end) = match["verb"], match.span("verb")
    following = text[verb_end : verb_end + LONGEST + 60]

    if one := _ITEM_ONE.match(following):  # resolves | 1 that …
        end = verb_end + one.end()
        return RunIn(start, text[start : verb_end + one.start()], end, numbered=True)
    if _RESOLVES_FURTHER.search(verb) and following.startswith((" to ", " that ")):
        return RunIn(start, verb, verb_end + 1)  # resolves further | to …
    if not following.strip(" ,:"):  # … instructs
        return RunIn(start, text[start:verb_end], len(text))

    addressee = _ADDRESSEE.match(following)
    if addressee is None:
        return None
    to = end_of_addressee(text, verb_end + addressee.end())
    one = _ITEM_ONE.search(following)
    if one and (to is None or verb_end + one.start() < to):  # invites Member States | 1 to …
        end = verb_end + one.start()
        return RunIn(start, text[start:end], end + 1, numbered=True)
    if _TAKES_NO_ADDRESSEE.search(verb):
        return None
    if to is None:  # … invites Member States, with a) below it
        words = text[start:].rstrip(",: ")
        is_heading = len(words) <= _LONGEST_WITHOUT_TO and "; " not in words
        return RunIn(start, words, len(text)) if is_heading else None
    if to - verb_end > LONGEST_ADDRESSEE:  # continues to support | the … (and "to" stands far off)
        return RunIn(start, verb, verb_end + 1) if verb.startswith("continues") else None
    if ";" in text[verb_end:to]:
        return None
    return RunIn(start, text[start:to], to + 1)  # instructs the Director | to …
