"""The topics to which the open page of a delegation's desk listens: those below resolutions, groups
and papers, as far as its reader may see them, and that of the delegation itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import literal, select, union_all

from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Group
from wgcop.contributions.announcements import PAPERS
from wgcop.database import db
from wgcop.events.change_counts import also_counts
from wgcop.events.circles import NOBODY, keep_circles
from wgcop.events.queries import seqs_for
from wgcop.resolutions.models import Edition

DELEGATION = "delegation"


def topics_at_desk(delegation: Delegation, person: Person) -> dict[str, int]:
    """Return the topics that the page listens to, with their last numbers."""
    names = [delegation.topic, person.topic]
    return seqs_for(names, person.audiences, awaited=names)


@also_counts(f"{DELEGATION}:")
def topics_above(_topic_name: str) -> Sequence[str]:
    """Return the parent topics under which events may concern a delegation."""
    names = union_all(
        select(literal("resolution:") + Edition.slug), select(literal("group:") + Group.code)
    )
    return [*db.session.scalars(names), PAPERS]


class Desks:
    """The audience of a delegation's desk: its members, even before anything was recorded there."""

    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        name = f"{DELEGATION}:{key}"
        return {name: name} if name in reader.audiences else NOBODY

    def with_news(self, reader: Any) -> frozenset[str]:
        return frozenset()

    def followed_by(self, reader: Any) -> frozenset[str]:
        return frozenset()


keep_circles(DELEGATION, Desks())
