"""The news of proposals: what delegations released, changed and withdrew on clauses that the reader
follows.
"""

from collections.abc import Iterator, Sequence

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource
from wgcop.proposals.models import Proposal, with_clause

_TOLD: dict[str, LazyString] = {
    "proposal.released": lazy_pgettext("a proposal", "Released"),
    "proposal.reworded": _l("Changed"),
    "proposal.brought": _l("Brought in a document"),
    "proposal.confirmed": _l("Confirmed for a new wording"),
    "proposal.withdrawn": lazy_pgettext("a proposal", "Withdrawn"),
    "proposal.restored": _l("Restored"),
}
_CHANGES = ("proposal.reworded", "proposal.confirmed", "proposal.brought")


def _entries() -> Sequence[ColumnElement[bool]]:
    return Entry.target_kind == "proposal", Entry.kind.in_(_TOLD)


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    rows = _released(ids) if ids else {}
    for each in asked.happened:
        if proposal := rows.get(each.target_id):
            yield each.as_news(
                url=proposal.url, title=proposal.title, words=str(_TOLD[_told_of(each.kinds)])
            )


def _told_of(kinds: Sequence[str]) -> str:
    """Return the kind of event to tell: of a new proposal that it is new, also if it was changed
    since.
    """
    latest, is_new = kinds[0], "proposal.released" in kinds
    return "proposal.released" if is_new and latest in _CHANGES else latest


def _released(ids: Sequence[int]) -> dict[int, Proposal]:
    rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids), Proposal.released_at.is_not(None))
        .options(joinedload(Proposal.delegation), *with_clause())
    )
    return {each.id: each for each in rows}


NEWS = NewsSource(
    "proposals",
    _l("New proposals"),
    _tell,
    entries=_entries,
    topics=("clause:",),
    on_home=False,
)
