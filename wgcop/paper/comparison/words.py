"""The comparison of words in any script, with readable results (pure)."""

import re
from collections import Counter
from collections.abc import Sequence

from wgcop.languages.scripts import IDEOGRAPHS
from wgcop.paper.comparison.sequences import Pair, Run, filled, pairs, runs_between

# Vowel signs, accents and variation selectors belong to the letter before them.
_SIGNS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
_LETTERS = rf"(?:(?![{IDEOGRAPHS}])\w[{_SIGNS}]*)+"
_WORD = re.compile(
    # A token includes the spaces before it: a space alone would match everywhere.
    r"[^\S\n]*(?:"
    rf"[{IDEOGRAPHS}][{_SIGNS}]*"
    rf"|{_LETTERS}(?:[-‐‑'’.,:/]{_LETTERS})*"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|[^\w\s][{_SIGNS}]*(?:(?<=\u200d)[^\w\s][{_SIGNS}]*)*"
    r")|\s+"
)
_LETTER = re.compile(r"\w")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_TELLING = 5
_FEWEST = 3
"""The smallest number of a text's words that another must have to count as its longer wording."""
_SHORT = 6
"""The number of letters up to which common words say little by themselves."""


def words(text: str) -> list[str]:
    """Split the text into pieces; joined, they are the text again. Chinese characters and kana are
    each a word.
    """
    return _WORD.findall(text)


def words_in(text: str) -> list[str]:
    """Return the pieces that people count as words, without isolated signs."""
    return [piece.strip() for piece in words(text) if _LETTER.search(piece)]


def word_runs(old: Sequence[str], new: Sequence[str], *, fixed: str = "") -> list[Run]:
    """Return which words are the same, as runs. One or two that happen to be the same between
    changed ones are counted as changed too, except those that begin with `fixed`, such as notes.
    """
    stretches = runs_between(_matched(old, new), len(old), len(new))
    at = 1
    while at < len(stretches) - 1:
        before, run, after = stretches[at - 1 : at + 2]
        if run.same and _is_chance(run, before, after, old, new, fixed):
            stretches[at - 1 : at + 2] = [_together(before, after)]
        else:
            at += 1
    return stretches


def words_alike(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of the words of the two that they have in common, from 0 to 1."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def words_contained(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the shorter text's words that are in the longer one in the same order,
    from 0 to 1.

    Only words that are adjacent in both count, because “the” and “is” occur in any long text. Fewer
    than three, or only insignificant ones, count as nothing.
    """
    short, long = sorted(
        ([w.strip().casefold() for w in words if _LETTER.search(w)] for words in (one, other)),
        key=len,
    )
    if len(short) < _FEWEST:
        return 0.0
    stretches = (run.old for run in word_runs(short, long) if run.same and len(run.old) > 1)
    kept = [short[n] for stretch in stretches for n in stretch]
    if len(kept) < _FEWEST or not any(map(_tells, kept)):
        return 0.0
    return len(kept) / len(short)


def _matched(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Match significant words first, so that “the … the” does not outweigh “Director”."""
    telling = [n for n, word in enumerate(old) if _tells(word)]
    also = [n for n, word in enumerate(new) if _tells(word)]
    anchors = pairs([old[n] for n in telling], [new[n] for n in also])
    return filled([(telling[a], also[b]) for a, b in anchors], old, new)


def _tells(word: str) -> bool:
    return len(word.strip()) >= _TELLING or bool(_IDEOGRAPH.search(word))


def _is_chance(
    run: Run, before: Run, after: Run, old: Sequence[str], new: Sequence[str], fixed: str
) -> bool:
    pieces = [old[n] for n in run.old]
    if len(pieces) > 4 or (fixed and any(piece.startswith(fixed) for piece in pieces)):
        return False
    spoken = [piece for piece in pieces if _LETTER.search(piece)]
    replaced = [
        _has_words(old, side.old, fixed) and _has_words(new, side.new, fixed)
        for side in (before, after)
    ]
    if not spoken:
        return any(replaced) and all(piece.count("\n") == 0 for piece in pieces)
    size = sum(len(piece.strip()) for piece in spoken)
    return (
        all(replaced)
        and len(spoken) <= 2
        and size <= _SHORT
        and all(size <= max(_size(old, s.old), _size(new, s.new)) for s in (before, after))
    )


def _has_words(pieces: Sequence[str], places: range, fixed: str) -> bool:
    return any(not fixed or not pieces[n].startswith(fixed) for n in places)


def _together(before: Run, after: Run) -> Run:
    return Run(
        False,
        range(before.old.start, after.old.stop),
        range(before.new.start, after.new.stop),
    )


def _size(pieces: Sequence[str], places: range) -> int:
    return sum(len(pieces[n].strip()) for n in places)
