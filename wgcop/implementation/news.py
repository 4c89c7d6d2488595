"""The news of implementation: what others did about clauses that the reader follows. Requests to
members are not included: they wait among the person's replies.
"""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from wgcop import markup
from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource
from wgcop.implementation import policy
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries.loading import with_things

LONGEST_TITLE = 125

_ACTION, _EVIDENCE = "implementation-action", "clause-evidence"

Shown = Mapping[int, tuple[str, str, str]]
"""The title, the address and the state of each thing that the reader may see."""


def _entries() -> Sequence[ColumnElement[bool]]:
    return (Entry.target_kind.in_((_ACTION, _EVIDENCE)),)


def _tell(asked: Asked) -> Iterator[News]:
    audiences = asked.person.audiences
    shown = {
        _ACTION: _actions(_ids(asked, _ACTION), audiences),
        _EVIDENCE: _evidence(_ids(asked, _EVIDENCE), audiences),
    }
    for each in asked.happened:
        if each.target_id in shown[each.target_kind]:
            title, url, state = shown[each.target_kind][each.target_id]
            title = markup.shortened(title, LONGEST_TITLE)
            yield each.as_news(url=url, title=title, words=state)


def _ids(asked: Asked, kind: str) -> list[int]:
    return [each.target_id for each in asked.happened if each.target_kind == kind]


def _actions(ids: Sequence[int], audiences: frozenset[str]) -> Shown:
    if not ids:
        return {}
    rows = db.session.scalars(select(ImplementationAction).where(ImplementationAction.id.in_(ids)))
    known = [(row, row.facts_for(audiences)) for row in rows]
    return {each.id: (facts.what, each.url, each.review_name) for each, facts in known if facts}


def _evidence(ids: Sequence[int], audiences: frozenset[str]) -> Shown:
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.id.in_(ids), Evidence.removed_at.is_(None))
        .options(*with_things())
    ).unique()
    return {
        row.id: (row.name, row.page, row.kind_name)
        for row in rows
        if policy.can_see_evidence(audiences, row)
    }


NEWS = NewsSource(
    "implementation",
    _l("New on the implementation of clauses"),
    _tell,
    entries=_entries,
    topics=("implementation:",),
)
