"""Linking brackets and clauses into a package, and dissolving one."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.brackets.models import Bracket, BracketActor
from wgcop.brackets.packages.models import MOST_MEMBERS, BracketPackage, PackageMember
from wgcop.brackets.packages.telling import tell_clauses
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of_clauses
from wgcop.resolutions.models import Clause, Resolution
from wgcop.threads.chairing.queries import standings_of


def link_package(
    resolution: Resolution,
    brackets: Sequence[Bracket],
    clauses: Collection[Clause],
    words: str,
    *,
    by: BracketActor,
) -> BracketPackage:
    """Link these brackets and whole clauses: they are agreed only together."""
    if len(brackets) + len(clauses) < 2:
        raise Invalid(_("Choose at least two brackets or clauses."))
    if len(brackets) + len(clauses) > MOST_MEMBERS:
        raise Invalid(_("A package has at most %(max)d brackets and clauses.", max=MOST_MEMBERS))
    now = words_of_clauses([each.id for each in (*clauses, *(one.clause for one in brackets))])
    standings = standings_of([each.id for each in clauses]) if clauses else {}
    package = BracketPackage(
        resolution=resolution,
        words=words,
        person=by.person,
        capacity=by.capacity,
        delegation=by.delegation,
    )
    for bracket in brackets:
        package.members.append(
            PackageMember(
                clause=bracket.clause,
                bracket=bracket,
                seen=bracket.version,
                words_mark=mark_of(now[bracket.clause.id]),
            )
        )
    for clause in clauses:
        standing = standings.get(clause.id)
        package.members.append(
            PackageMember(
                clause=clause,
                words_mark=mark_of(now[clause.id]),
                was_agreed=standing is not None and standing.agrees_to_words,
            )
        )
    db.session.add(package)
    db.session.flush()
    tell_clauses(package, "package.linked", by=by.person)
    note("package.linked", by=by.person, of=_thing(package))
    return package


def dissolve_package(package: BracketPackage, why: str, *, by: Person) -> None:
    locked = select(BracketPackage.id).where(BracketPackage.id == package.id).with_for_update()
    db.session.execute(locked)
    db.session.refresh(package, ["dissolved_at"])
    package.dissolve(why, by=by)
    db.session.flush()
    tell_clauses(package, "package.dissolved", by=by)
    note("package.dissolved", by=by, of=_thing(package))


def _thing(package: BracketPackage) -> Thing:
    return Thing("package", package.id, package.title)
