"""Reads packages for pages, with what became of each bracket and clause in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.brackets.models import Bracket, with_all
from wgcop.brackets.packages.models import BracketPackage, PackageMember, PackageMove
from wgcop.brackets.words import words_on_table_of
from wgcop.database import db
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of_clauses
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.threads.chairing.queries import standings_of

beside.stands_beside(
    "packages",
    lambda clause_id: select(PackageMember.id).where(PackageMember.clause_id == clause_id).exists(),
)


@dataclass(frozen=True)
class ShownMember:
    member: PackageMember
    moves: Sequence[PackageMove] = ()


@dataclass(frozen=True)
class ShownPackage:
    package: BracketPackage
    members: Sequence[ShownMember] = ()

    @property
    def moved(self) -> list[ShownMember]:
        return [each for each in self.members if each.moves]

    def beside(self, bracket: Bracket | None, clause: Clause | None = None) -> list[ShownMember]:
        """Return those that are not this bracket, or not of this clause."""
        return [
            each
            for each in self.members
            if not (
                each.member.bracket_id == bracket.id
                if bracket
                else clause is not None and each.member.clause_id == clause.id
            )
        ]


@dataclass(frozen=True)
class ClausePackages:
    """The packages that have the clause or a bracket of it, and are not dissolved."""

    clause: Clause
    packages: Sequence[ShownPackage] = ()

    @property
    def dom_id(self) -> str:
        return f"packages-{self.clause.wid}"


def packages_on(clause: Clause) -> ClausePackages:
    """Return the packages of the clause. No SQL statement is sent if the one that read the clause has
    already found that there are none.
    """
    if beside.found(clause, "packages") is False:
        return ClausePackages(clause)
    return ClausePackages(clause, shown(_read(_standing(PackageMember.clause_id == clause.id))))


def packages_of(bracket: Bracket) -> list[ShownPackage]:
    """Return the packages that have the bracket, and are not dissolved."""
    return shown(_read(_standing(PackageMember.bracket_id == bracket.id)))


def packages_of_resolution(resolution_id: int) -> list[ShownPackage]:
    return shown(
        _read(
            select(BracketPackage).where(
                BracketPackage.resolution_id == resolution_id,
                BracketPackage.dissolved_at.is_(None),
            )
        )
    )


def package_with_all(package_id: int) -> BracketPackage | None:
    found = _read(select(BracketPackage).where(BracketPackage.id == package_id))
    return found[0] if found else None


def packages_by_id(ids: Collection[int]) -> dict[int, BracketPackage]:
    rows = _read(select(BracketPackage).where(BracketPackage.id.in_(ids)))
    return {each.id: each for each in rows}


def shown(packages: Collection[BracketPackage]) -> list[ShownPackage]:
    """Return the packages with what became of their members, in three SQL statements, or more if a
    bracket is not in the words that are agreed by now: it may stand in the chair's text.
    """
    ids = {each.clause_id for package in packages for each in package.members}
    words = words_of_clauses(ids) if ids else {}
    standings = standings_of(ids) if ids else {}
    marks = {clause_id: mark_of(text) for clause_id, text in words.items()}
    members = [each for package in packages for each in package.members]
    gone = _gone([each for each in members if each.words_mark != marks[each.clause_id]], words)

    def moves(member: PackageMember) -> list[PackageMove]:
        standing = standings.get(member.clause_id)
        return member.moves(
            words_mark=marks[member.clause_id],
            is_agreed=standing is not None and standing.agrees_to_words,
            is_gone=member.id in gone,
        )

    return [
        ShownPackage(package, [ShownMember(each, moves(each)) for each in package.members])
        for package in packages
    ]


def _gone(members: Collection[PackageMember], words: Mapping[int, str]) -> set[int]:
    """Return the ids of those members that are open brackets whose words were agreed away. `words`
    are those of each clause now.
    """
    away = [each for each in members if _is_gone_from(each, words)]
    on_table = words_on_table_of([each.clause_id for each in away]) if away else {}
    return {each.id for each in away if _is_gone_from(each, on_table)}


def _is_gone_from(member: PackageMember, words: Mapping[int, str]) -> bool:
    bracket = member.bracket
    return bracket is not None and bracket.is_open and bracket.is_gone_from(words[member.clause_id])


def _standing(which: ColumnElement[bool]) -> Select[BracketPackage]:
    having = select(PackageMember.package_id).where(which)
    return select(BracketPackage).where(
        BracketPackage.id.in_(having), BracketPackage.dissolved_at.is_(None)
    )


def _read(query: Select[BracketPackage]) -> Sequence[BracketPackage]:
    wordings = (
        selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition)
        .joinedload(Edition.resolution)
    )
    return db.session.scalars(
        query.order_by(BracketPackage.at, BracketPackage.id).options(
            joinedload(BracketPackage.person),
            joinedload(BracketPackage.delegation),
            joinedload(BracketPackage.dissolved_by),
            selectinload(BracketPackage.members).options(
                joinedload(PackageMember.clause).options(wordings),
                joinedload(PackageMember.bracket).options(*with_all()),
            ),
        )
    ).all()
