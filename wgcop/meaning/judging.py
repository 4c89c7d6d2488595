"""Judges what changed in meaning from one wording of a clause to another. Where the words leave a
doubt, it says nothing (pure).
"""

from collections.abc import Callable, Iterator

from wgcop.languages.guessing import guess
from wgcop.meaning.addressing import addressees_changed
from wgcop.meaning.findings import MeaningFinding, MeaningKind, found
from wgcop.meaning.mentions import RuleMention, RuleTopic
from wgcop.meaning.rules import rules_of
from wgcop.meaning.sides import Sides, WordingSide

_LONGEST = 5_000
"""A paragraph of more characters is no clause, and to judge it could take seconds."""
_SAME_CLAUSE = 0.35
"""The smallest share of words that stayed. Below it one clause took the place of another."""
_SAME_WORDS = 0.5
"""The same share for single words: below it only references are told, which need no context."""
_SAME_STATEMENT = 0.7
"""The same share for a clause that moved between preamble and operative part, and for a negation or a
deadline that came or went: below it another act is spoken of.
"""
_ANCHOR = 2
"""The number of words that must have stayed on both sides of a word to judge it by itself."""
_BESIDE_VERB = 1
_BESIDE_DEADLINE = 3
_BESIDE_REFERENCE = 2
"""How many other significant words may have changed along with one for it to be judged by itself."""


def differences(old: str, new: str, language: str = "") -> list[MeaningFinding]:
    """Return what changed in meaning, the weightiest first; nothing for a language without rules. If
    nobody knows the language, the words tell it.
    """
    rules = rules_of(language or guess(old))
    if rules is None or old == new or max(len(old), len(new)) > _LONGEST:
        return []
    sides = Sides(old, new, rules)
    if sides.share < _SAME_CLAUSE:
        return []
    if sides.share < _SAME_WORDS:
        told = list(_of_references(sides))
    else:
        told = [*addressees_changed(sides), *_judged(sides)]
    return sorted(set(told), key=lambda each: (-each.weight, _place(each)))


def _place(finding: MeaningFinding) -> tuple[int, int]:
    span = finding.new_span or finding.old_span or (0, 0)
    return span[0], list(MeaningKind).index(finding.kind)


def _judged(sides: Sides) -> Iterator[MeaningFinding]:
    yield from _of_ladder(sides, RuleTopic.VERB)
    yield from _of_ladder(sides, RuleTopic.MODAL)
    yield from _of_negation(sides)
    yield from _of_deadlines(sides)
    yield from _of_quantities(sides)
    yield from _of_scope(sides)
    yield from _of_references(sides)
    yield from _of_conferences(sides)


def _of_ladder(sides: Sides, topic: RuleTopic) -> Iterator[MeaningFinding]:
    left = sides.left(topic)
    for one, other in _replaced(sides, left.old, left.new, beside=_BESIDE_VERB):
        if topic is RuleTopic.VERB and 0 in (one.key, other.key) and sides.share < _SAME_STATEMENT:
            continue
        kind = MeaningKind.VERB_WEAKER if other.key < one.key else MeaningKind.VERB_STRONGER
        yield found(kind, sides.texts, one.span, other.span)


def _of_negation(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.NEGATION)
    if (left.old and left.new) or any(each.key != "not" for each in (*left.old, *left.new)):
        return
    if sides.share < _SAME_STATEMENT:
        return
    for one in left.old:
        if _stands_alone(sides, sides.old, one, anchor=1):
            yield found(MeaningKind.NEGATION_REMOVED, sides.texts, old=one.span)
    for other in left.new:
        if _stands_alone(sides, sides.new, other, anchor=1):
            yield found(MeaningKind.NEGATION_ADDED, sides.texts, new=other.span)


def _of_deadlines(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.DEADLINE)
    if left.old and left.new:
        # Elsewhere in the clause another may have come, while this one went.
        if len(left.old) == len(left.new) == 1 and sides.are_at_one_place(*left.old, *left.new):
            one, other = left.old[0], left.new[0]
            yield found(MeaningKind.DEADLINE_CHANGED, sides.texts, one.span, other.span)
        return
    if sides.share < _SAME_STATEMENT:
        return
    # Another date or period that changed may be the same deadline in words that the rules do not know.
    for one in left.old if not sides.new.changes_a_time else []:
        if not sides.new.is_cut_off and _others_around(sides.old, one) <= _BESIDE_DEADLINE:
            yield found(MeaningKind.DEADLINE_REMOVED, sides.texts, old=one.span)
    for other in left.new if not sides.old.changes_a_time else []:
        if not sides.old.is_cut_off and _others_around(sides.new, other) <= _BESIDE_DEADLINE:
            yield found(MeaningKind.DEADLINE_ADDED, sides.texts, new=other.span)


def _of_quantities(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.NUMBER)
    for one, other in _replaced(sides, left.old, left.new, beside=0):
        before, after = sides.old.places(one)[-1] + 1, sides.new.places(other)[-1] + 1
        if (
            sides.partner.get(before) == after
            and not sides.old.is_insignificant(before)
            and not sides.old.word_at(before)[:1].isdigit()
            and not any(map(_numbers_a_name, (sides.old, sides.new), (one, other)))
        ):
            yield found(MeaningKind.QUANTITY_CHANGED, sides.texts, one.span, other.span)


def _of_scope(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.SCOPE)
    changed = list(_replaced(sides, left.old, left.new, beside=0))
    for one, other in changed:
        yield found(MeaningKind.SCOPE_CHANGED, sides.texts, one.span, other.span)
    told = {each for pair in changed for each in pair}
    for one in left.old:
        if one not in told and _stands_alone(sides, sides.old, one):
            yield found(MeaningKind.SCOPE_REMOVED, sides.texts, old=one.span)
    for other in left.new:
        if other not in told and _stands_alone(sides, sides.new, other):
            yield found(MeaningKind.SCOPE_ADDED, sides.texts, new=other.span)


def _of_references(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.REFERENCE)
    old = [each for each in _documents(sides.old) if each in left.old]
    new = [each for each in _documents(sides.new) if each in left.new]
    # Conferences number their resolutions each for itself.
    conferences = sides.left(RuleTopic.CONFERENCE)
    is_of_another = bool(conferences.old or conferences.new)
    for one in list(old):
        other = next((each for each in new if each.key[0] == one.key[0]), None)
        if other is not None:
            old.remove(one)
            new.remove(other)
            if "" in (one.key[1], other.key[1]) and (one.key[1] + other.key[1]).isdigit():
                continue  # only the year was added to the number, or left out
            name_both = one.key[1] and other.key[1] and not is_of_another
            kind = MeaningKind.EDITION_CHANGED if name_both else MeaningKind.REFERENCE_CHANGED
            yield found(kind, sides.texts, one.span, other.span)
    old = [each for each in old if not _is_listed(sides.new, each)]
    new = [each for each in new if not _is_listed(sides.old, each)]
    # If more came than went, nobody can say which one took the place of which.
    as_many = len(old) == len(new)
    # Those that stayed count too: in a list it stays open what took the place of what.
    replaced = _replaced(
        sides,
        _documents(sides.old),
        _documents(sides.new),
        beside=_BESIDE_REFERENCE,
        others=WordingSide.others_but_dates,
    )
    for one, other in replaced:
        if one not in old or other not in new or not _numbers_changed_together(sides, one, other):
            continue
        old.remove(one)
        new.remove(other)
        if as_many:
            yield found(MeaningKind.REFERENCE_CHANGED, sides.texts, one.span, other.span)
    for one in old if not sides.new.is_cut_off else []:
        if not _is_taken_over(sides.old, sides.new, one):
            yield found(MeaningKind.REFERENCE_REMOVED, sides.texts, old=one.span)
    for other in new if not sides.old.is_cut_off else []:
        if not _is_taken_over(sides.new, sides.old, other):
            yield found(MeaningKind.REFERENCE_ADDED, sides.texts, new=other.span)


def _documents(side: WordingSide) -> list[RuleMention]:
    return [each for each in side.of(RuleTopic.REFERENCE) if each.key[0][0] != "part"]


def _numbers_changed_together(sides: Sides, one: RuleMention, other: RuleMention) -> bool:
    before, after = _run_of_number(sides.old, one), _run_of_number(sides.new, other)
    return before is not None and before == after


def _run_of_number(side: WordingSide, reference: RuleMention) -> int | None:
    places = side.places(reference)
    return side.run[next((n for n in places if side.word_at(n)[-1:].isdigit()), places[-1])]


def _is_taken_over(side: WordingSide, other: WordingSide, reference: RuleMention) -> bool:
    """Return whether the other wording has numbers in the place of a reference: then another
    reference may stand for it.
    """
    return any(other.has_numbers(run) for run in set(side.runs(reference)))


def _is_listed(side: WordingSide, reference: RuleMention) -> bool:
    """Return whether the number of a reference stands outside of any reference, as 44 does in
    “Resolutions 32, 44 and 54 (Rev. Hammamet, 2016)”: nobody can be sure that it is not named.
    """
    (_noun, number), _edition = reference.key
    return number in side.words_outside_references


def _of_conferences(sides: Sides) -> Iterator[MeaningFinding]:
    left = sides.left(RuleTopic.CONFERENCE)
    for one, other in _replaced(sides, left.old, left.new, beside=0):
        yield found(MeaningKind.REFERENCE_CHANGED, sides.texts, one.span, other.span)


def _replaced(
    sides: Sides,
    old: list[RuleMention],
    new: list[RuleMention],
    *,
    beside: int,
    others: Callable[[WordingSide, int], int] = WordingSide.others,
) -> Iterator[tuple[RuleMention, RuleMention]]:
    """Yield the mentions that took the place of one another: each the only one of its run, with few
    other words around them.
    """
    befores, afters = _by_run(sides.old, old), _by_run(sides.new, new)
    told: set[RuleMention] = set()
    for run in sorted(befores.keys() & afters.keys()):
        if (
            len(befores[run]) == len(afters[run]) == 1
            and told.isdisjoint(pair := {befores[run][0], afters[run][0]})
            and others(sides.old, run) <= beside
            and others(sides.new, run) <= beside
        ):
            told |= pair
            yield befores[run][0], afters[run][0]


def _by_run(side: WordingSide, listed: list[RuleMention]) -> dict[int, list[RuleMention]]:
    by_run: dict[int, list[RuleMention]] = {}
    for mention in listed:
        for run in dict.fromkeys(side.runs(mention)):
            by_run.setdefault(run, []).append(mention)
    return by_run


def _numbers_a_name(side: WordingSide, mention: RuleMention) -> bool:
    """Return whether digits follow a name or a verb that they number, as in “Opinion 3”, “resolves 2”
    or before a note: no quantity.
    """
    before = side.text[: mention.start].rstrip(" ")
    at = side.places(mention)[0] - 1
    if at < 0 or not before[-1:].isalnum() or not side.text[mention.start].isdigit():
        return False
    follows_verb = at in side.spoken_of[RuleTopic.VERB]
    return follows_verb or (at > 0 and side.text[side.tokens[at].start].isupper())


def _stands_alone(
    sides: Sides, side: WordingSide, mention: RuleMention, *, anchor: int = _ANCHOR
) -> bool:
    """Return whether a mention changed and nothing significant with it: on its own side there is no
    other word, on the other neither, and what stands around it stayed.
    """
    other = sides.new if side is sides.old else sides.old
    runs = set(side.runs(mention))
    return bool(runs) and all(
        side.others(run) == other.others(run) == 0 and sides.is_anchored(run, anchor)
        for run in runs
    )


def _others_around(side: WordingSide, mention: RuleMention) -> int:
    return sum(side.others(run) for run in set(side.runs(mention)))
