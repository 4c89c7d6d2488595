"""Merges two covers into one with tracked changes; rejecting them leaves the former cover (pure)."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from wgcop.paper.comparison.words import word_runs, words

INSERTION, DELETION = "insertion", "deletion"
Piece = tuple[str, str]
"""A piece of text and its change, which is empty for text that is on both covers."""
Line = list[Piece]
Field = tuple[str, list[Line], str]
"""A label, its lines, and the change to the whole row."""


def tracked_lines(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Merge the old and new lines with their changes. A line without a counterpart is added to the
    line above it after a line break, so that no paragraph is added or removed.
    """
    lines: list[Line] = []
    for kind, start, end, now, until in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            lines += [[(line, "")] for line in new[now:until]]
            continue
        for was, is_now in zip_longest(old[start:end], new[now:until]):
            if was is not None and is_now is not None:
                lines.append(list(_pieces(was, is_now)))
            elif lines:
                lines[-1].append((f"\n{was or is_now}", DELETION if is_now is None else INSERTION))
            else:
                lines.append([(was or is_now or "", DELETION if is_now is None else INSERTION)])
    return lines


def tracked_fields(
    old: Sequence[tuple[str, list[str]]], new: Sequence[tuple[str, list[str]]]
) -> list[Field]:
    """Merge the old and new fields with the lines of their text. A field that only one of the
    covers has is an inserted or deleted row.
    """
    before, after = dict(old), dict(new)
    rows: list[Field] = []
    labels, others = [label for label, _ in old], [label for label, _ in new]
    for kind, start, end, now, until in SequenceMatcher(None, labels, others, False).get_opcodes():
        if kind == "equal":
            rows += (
                (label, tracked_lines(before[label], after[label]), "")
                for label in others[now:until]
            )
            continue
        rows += (_whole(label, before[label], DELETION) for label in labels[start:end])
        rows += (_whole(label, after[label], INSERTION) for label in others[now:until])
    return rows


def _whole(label: str, lines: Sequence[str], change: str) -> Field:
    return label, [[(line, change)] for line in lines], change


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Compare two lines word by word."""
    was, is_now = words(old), words(new)
    for run in word_runs(was, is_now):
        if run.same:
            yield "".join(is_now[n] for n in run.new), ""
            continue
        for pieces, change in (
            ([was[n] for n in run.old], DELETION),
            ([is_now[n] for n in run.new], INSERTION),
        ):
            if pieces:
                yield "".join(pieces), change
