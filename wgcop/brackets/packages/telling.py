"""Tells the open pages of all clauses in a package when one of its brackets or clauses moves."""

from sqlalchemy import ColumnElement, select

from wgcop.accounts.models import Person
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.models import BracketPackage, PackageMember
from wgcop.database import db
from wgcop.events.actions import record
from wgcop.positions.queries import words_of_clauses
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import follows_standings
from wgcop.threads.models import MEMBERS


def tell_clauses(package: BracketPackage, kind: str, *, by: Person) -> None:
    """Record it on the topics of its clauses."""
    clauses = {each.clause_id: each.clause for each in package.members}
    for clause_id, clause in clauses.items():
        record(
            topic_of(thread_of(clause), MEMBERS),
            kind,
            by=by,
            target_kind="package",
            target_id=f"{package.id}:{clause_id}",
        )


def tell_of_bracket(bracket: Bracket, *, by: Person) -> None:
    """Warn the others in the packages of a bracket that it has moved."""
    for package in _standing(PackageMember.bracket_id == bracket.id):
        tell_clauses(package, "package.moved", by=by)


@follows_standings
def _tell_of_clause(clause: Clause, by: Person) -> None:
    """Tell of the clause as a whole, and of its brackets. Those whose words were agreed away have
    moved; those whose words may be back are shown again, which is no news.
    """
    packages = _standing(PackageMember.clause_id == clause.id)
    words = words_of_clauses([clause.id])[clause.id] if packages else ""
    for package in packages:
        here = [each.bracket for each in package.members if each.clause_id == clause.id]
        has_moved = any(
            each is None or (each.is_open and each.is_gone_from(words)) for each in here
        )
        tell_clauses(package, "package.moved" if has_moved else "package.words", by=by)


def _standing(*which: ColumnElement[bool]) -> list[BracketPackage]:
    having = select(PackageMember.package_id).where(*which)
    return list(
        db.session.scalars(
            select(BracketPackage)
            .where(BracketPackage.id.in_(having), BracketPackage.dissolved_at.is_(None))
            .order_by(BracketPackage.id)
        )
    )
