"""Which words of a question are misspelt, and the question with them mended (pure)."""

import re
from collections.abc import Callable, Sequence

from wgcop.search.question.analysis import normalise, tokenise

MOST_WORDS = 8
_PHRASE = re.compile(r"[\"“”„«][^\"“”»]*(?:[\"“”»]|$)")
_WORD = re.compile(r"(?<!\S)[^\W\d_]{4,40}(?!\S)")


def mended(
    typed: str,
    *,
    is_known: Callable[[str], bool],
    words_like: Callable[[str], Sequence[str]],
) -> str:
    """Plain words that find nothing are replaced by the likeliest one that does; all else stays as typed."""
    spared = [match.span() for match in _PHRASE.finditer(typed)]
    words = [
        match
        for match in _WORD.finditer(typed)
        if not any(token.stop for token in tokenise(match[0]))
        and not any(start <= match.start() < end for start, end in spared)
    ]
    for match in reversed(words[:MOST_WORDS]):
        if is_known(match[0]):
            continue
        other = next((w for w in words_like(match[0]) if w != normalise(match[0])), None)
        if other:
            typed = typed[: match.start()] + other + typed[match.end() :]
    return typed
