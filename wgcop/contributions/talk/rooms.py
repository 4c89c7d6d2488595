"""Empties the live rooms of closed talk when somebody may have lost access. Their pages ask to join
again, and are refused in that case.

The feature `accounts` disconnects people whose memberships or offices change.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from wgcop import live
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.talk.circles import conversation, draft_talk
from wgcop.database import after_commit


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    papers: set[int] = set()
    submitted: set[int] = set()
    for thing in session.deleted:
        if isinstance(thing, Drafter):
            papers.add(thing.contribution_id)
        elif isinstance(thing, Source):
            papers |= _paper_of(thing, session)
    for thing in session.dirty:
        if isinstance(thing, Source) and (_lost(thing, "asked_wording") or _lost(thing, "answer")):
            papers |= _paper_of(thing, session)
        elif isinstance(thing, Revision) and _has_changed(thing, "submitted_at"):
            submitted.add(thing.contribution_id)
    after_commit(_empty, *papers, session=session)
    after_commit(_change_sources, *submitted, session=session)


def _paper_of(source: Source, session: Session) -> set[int]:
    revision = source.revision or session.get(Revision, source.revision_id)
    return {revision.contribution_id} if revision else set()


def _lost(thing: Any, name: str) -> bool:
    """Return whether this attribute lost its value or, for an answer, changed. A request for
    consent that now applies to another text is still a request.
    """
    before = inspect(thing).attrs[name].history.deleted
    return bool(before and before[0]) and (name == "answer" or not getattr(thing, name))


def _has_changed(thing: Any, name: str) -> bool:
    return bool(inspect(thing).attrs[name].history.has_changes())


def _empty(papers: list[int]) -> None:
    for paper_id in dict.fromkeys(papers):
        live.empty_room(draft_talk(paper_id))
    _change_sources(papers)


def _change_sources(papers: list[int]) -> None:
    """Empty the rooms whose members a submission changes: requests for consent have ended, and the
    sources of the submitted wording converse.
    """
    for paper_id in dict.fromkeys(papers):
        live.empty_room(f"{draft_talk(paper_id)}@{paper_id}")
        live.empty_room(conversation(paper_id))
