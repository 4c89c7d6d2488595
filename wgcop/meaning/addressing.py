"""Whom a clause addresses: those named right after an operative verb, or right before a modal (pure)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wgcop.meaning.findings import MeaningFinding, MeaningKind, found
from wgcop.meaning.mentions import RuleMention, RuleTopic
from wgcop.meaning.sides import Sides, WordingSide

_BETWEEN = 2
"""The number of insignificant words that may stand between a verb and its addressee, or two of them."""
_SIGNS = (".", ";", ":", ")", "\n", "。", "；", "：", "؛", "–", "—")
"""Signs behind which a statement begins, or behind the label of a clause."""


class Addressing(NamedTuple):
    """A verb or modal and all whom it addresses, by their keys, with the words that name them."""

    verb: RuleMention
    addressees: frozenset[str]
    start: int
    end: int


def addressees_changed(sides: Sides) -> Iterator[MeaningFinding]:
    """Yield a finding for each verb that addresses others than before, if both wordings have the same
    number of verbs with addressees that are all known.
    """
    for calls in (_after_verbs, _before_modals):
        before, after = list(calls(sides.old)), list(calls(sides.new))
        if len(before) != len(after) or None in before or None in after:
            continue
        for one, other in zip(before, after, strict=True):
            if (
                one
                and other
                and one.addressees != other.addressees
                and sides.are_at_one_place(one.verb, other.verb)
            ):
                yield found(
                    MeaningKind.ADDRESSEE_CHANGED,
                    sides.texts,
                    (one.start, one.end),
                    (other.start, other.end),
                )


def _after_verbs(side: WordingSide) -> Iterator[Addressing | None]:
    """Yield whom each operative verb addresses, or None if somebody is named whom the rules do not
    know.
    """
    starts = {side.places(each)[0]: each for each in side.of(RuleTopic.ADDRESSEE)}
    for verb in side.of(RuleTopic.VERB):
        listed = _listed(side, verb, starts)
        if verb.key and listed:
            ends = _is_complete(side, listed[-1])
            yield _call(verb, listed) if ends else None


def _before_modals(side: WordingSide) -> Iterator[Addressing | None]:
    """Yield who has to do something, or None if the words before may name somebody else, as in
    “reports by Member States should”.
    """
    ends = {side.places(each)[-1]: each for each in side.of(RuleTopic.ADDRESSEE)}
    for modal in side.of(RuleTopic.MODAL):
        named = ends.get(side.places(modal)[0] - 1)
        if named is not None:
            yield _call(modal, [named]) if _begins(side, named) else None


def _begins(side: WordingSide, named: RuleMention) -> bool:
    """Return whether a statement begins with those named, or with words such as “that all” and them."""
    start, at = named.start, side.places(named)[0] - 1
    while not _ends_a_statement(side, start) and side.word_at(at) in side.rules.before_subject:
        start, at = side.tokens[at].start, at - 1
    return _ends_a_statement(side, start)


def _ends_a_statement(side: WordingSide, at: int) -> bool:
    before = side.text[:at].rstrip(" \u00a0")
    return not before or before.endswith(_SIGNS) or before.isdigit()


def _listed(
    side: WordingSide, verb: RuleMention, starts: Mapping[int, RuleMention]
) -> list[RuleMention]:
    """Return the addressees that follow one another after a verb, with nothing else among them."""
    at = side.places(verb)[-1] + 1
    listed: list[RuleMention] = []
    while True:
        place = next(
            (
                at + skipped
                for skipped in range(_BETWEEN + 1)
                if at + skipped in starts
                and all(side.is_insignificant(n) for n in range(at, at + skipped))
            ),
            None,
        )
        if place is None:
            return listed
        listed.append(starts[place])
        at = side.places(starts[place])[-1] + 1


def _is_complete(side: WordingSide, last: RuleMention) -> bool:
    """Return whether nobody else is named after the last known addressee."""
    following = side.text[last.end :].lstrip(" ")
    word = side.word_at(side.places(last)[-1] + 1)
    if not following.strip(" .,;:，。；：") or following.startswith("\n") or word[:1].isdigit():
        return True
    if not side.rules.before_act:
        return following[:1] not in ",，、" and word not in side.rules.joining
    return following[:1].isalnum() and word.startswith(side.rules.before_act)


def _call(verb: RuleMention, listed: list[RuleMention]) -> Addressing:
    return Addressing(verb, frozenset(each.key for each in listed), listed[0].start, listed[-1].end)
