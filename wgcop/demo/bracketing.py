"""The brackets of the demo world: one that two delegations own, and one that was lifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgcop.accounts.models import Person
from wgcop.brackets.actions import acting, join_bracket, lift_bracket, open_bracket
from wgcop.brackets.models import BracketActor, WantedWords
from wgcop.brackets.outcomes import BracketOutcome
from wgcop.brackets.packages.actions import link_package
from wgcop.brackets.queries import brackets_at
from wgcop.brackets.spans import FoundSpan
from wgcop.demo.data_files import all_built, read
from wgcop.resolutions.typeset import plain

if TYPE_CHECKING:
    from wgcop.demo.world import World


@dataclass(frozen=True, kw_only=True)
class DemoBracket:
    """A bracket that the chair opens around some words of a clause. `ago` is in hours."""

    clause: str
    by: str
    ago: float
    around: str
    reason: str
    owner: str = ""
    alternatives: tuple[str, ...] = ()
    joined_by: str = ""
    why_joined: str = ""
    lifted: bool = False


BRACKETS = all_built(DemoBracket, read("talk")["brackets"])


def put_brackets(world: World) -> None:
    for each in BRACKETS:
        clause, chair = world.clauses[each.clause], _chair(world, each.by)
        words = plain(clause.wording.text)
        start = words.index(each.around)
        head = world.people[each.owner] if each.owner else None
        owners = [membership.delegation for membership in head.memberships] if head else []
        with world.ago(hours=each.ago):
            bracket = open_bracket(
                clause,
                FoundSpan(start, start + len(each.around)),
                [WantedWords(alternative, tuple(owners)) for alternative in each.alternatives],
                words=words,
                owners=owners,
                reason=each.reason,
                by=chair,
            )
        if each.joined_by:
            with world.ago(hours=each.ago - 1):
                person = world.people[each.joined_by]
                join_bracket(bracket, each.why_joined, seen=1, by=_head(world, person))
        if each.lifted:
            with world.ago(hours=each.ago - 2):
                lift_bracket(bracket, BracketOutcome.WORDS, None, "", seen=1, by=chair)
    link(world)


def link(world: World) -> None:
    """Link the open bracket with a clause that is agreed only together with it."""
    package = read("talk")["package"]
    chair = _chair(world, BRACKETS[0].by)
    with world.ago(hours=package["ago"]):
        [shown] = brackets_at(world.clauses[BRACKETS[0].clause]).open
        link_package(
            shown.bracket.clause.resolution,
            [shown.bracket],
            [world.clauses[package["clause"]]],
            package["words"],
            by=chair,
        )


def _chair(world: World, name: str) -> BracketActor:
    person = world.people[name]
    return acting(person, world.capacity(person, in_office=True), for_delegation=False)


def _head(world: World, person: Person) -> BracketActor:
    return acting(person, world.capacity(person, in_office=False), for_delegation=True)
