"""Queries for bodies, for pages, commands and search."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop.bodies.body import Body, BodyKind, Succession, alternatives
from wgcop.bodies.body_fields import ON_PAGE
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.lineage import family
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.fields.showing import ShownFact, shown_facts

_QUESTION = re.compile(r"(?:question|q)\s*\.?\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Lineage:
    """A body with the whole chain of its lineage in order, and the bodies directly before it."""

    body: Body
    chain: tuple[Body, ...]
    earlier: tuple[Body, ...]

    @property
    def shown(self) -> list[ShownFact]:
        """The facts of the body itself, as its page lists them."""
        return shown_facts(BodyFacts.stored(self.body, self.earlier), ON_PAGE)


def all_bodies() -> list[Body]:
    """Return all bodies: Questions first, by their years, then the others by kind and code."""
    order = list(BodyKind)
    bodies = db.session.scalars(select(Body).options(selectinload(Body.aliases))).all()
    return sorted(
        bodies, key=lambda body: (order.index(body.kind), _years(body), body.code.casefold())
    )


def _years(body: Body) -> str:
    return body.period if body.kind == BodyKind.QUESTION else ""


def successions() -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(Succession.earlier_id, Succession.later_id).order_by(
            Succession.earlier_id, Succession.later_id
        )
    )
    return [(earlier, later) for earlier, later in rows]


def find(name: str, bodies: Iterable[Body]) -> Body | None:
    """Return the body with this code or alias, or None. `Question 22-2/1` and `Q22-2/1` mean
    `22-2/1`.
    """
    wanted = _QUESTION.sub("", name.strip()).casefold()
    return next((body for body in bodies if wanted in map(str.casefold, names_of(body))), None)


def names_of(body: Body) -> list[str]:
    return [body.code, *(alias.name for alias in body.aliases)]


def body_by_slug(slug: str) -> Body | None:
    return db.session.scalar(
        select(Body).where(Body.slug == slug).options(selectinload(Body.aliases))
    )


def body_by_alias(slug: str) -> Body | None:
    """Return the body with an alias that would have this address, such as `22-2-1`, or None."""
    return next(
        (
            body
            for body in all_bodies()
            if any(slug_for(alias.name, ()) == slug for alias in body.aliases)
        ),
        None,
    )


def lineage_of(body: Body) -> Lineage:
    pairs = successions()
    order = family(body.id, pairs)
    by_id = {
        one.id: one
        for one in db.session.scalars(
            select(Body).where(Body.id.in_(order)).options(selectinload(Body.aliases))
        )
    }
    return Lineage(
        body=body,
        chain=tuple(by_id[one] for one in order),
        earlier=tuple(by_id[before] for before, after in pairs if after == body.id),
    )


def body_aliases() -> Mapping[str, tuple[str, ...]]:
    """Return for each name of a Question the other names in its lineage, for search queries."""
    return alternatives(db.session.scalars(select(Body)))
