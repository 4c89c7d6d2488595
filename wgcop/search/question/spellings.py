"""Corrects the spelling of a question (pure)."""

import re
from collections.abc import Callable, Iterable, Sequence

from wgcop.search.question.analysis import normalise, tokenise

MOST_WORDS = 8
_PHRASE = re.compile(r"[\"“”„«][^\"“”»]*(?:[\"“”»]|$)")
_WORD = re.compile(r"(?<!\S)[^\W\d_]{4,40}(?!\S)")


def correct(
    typed: str,
    *,
    has_matches: Callable[[str], bool],
    words_like: Callable[[str], Sequence[str]],
    names: Iterable[tuple[int, int]] = (),
) -> str:
    """Replace each plain word without matches by the likeliest similar word. Everything else stays
    as typed, also the words of `names`, of which the start and the end are given.
    """
    kept = [*names, *(match.span() for match in _PHRASE.finditer(typed))]
    words = [
        match
        for match in _WORD.finditer(typed)
        if not any(token.stop for token in tokenise(match[0]))
        and not any(start <= match.start() < end for start, end in kept)
    ]
    for match in reversed(words[:MOST_WORDS]):
        if has_matches(match[0]):
            continue
        other = next((w for w in words_like(match[0]) if w != normalise(match[0])), None)
        if other:
            typed = typed[: match.start()] + other + typed[match.end() :]
    return typed
