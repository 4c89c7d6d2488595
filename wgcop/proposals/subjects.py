"""Proposals as subjects of threads: each is discussed in the layers in which clauses are. Before its
release it is discussed within its delegation alone, and what was said there stays there.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Capacity
from wgcop.database import db
from wgcop.events.chapters import layer_of
from wgcop.events.circles import keep_circles
from wgcop.events.titles import says_title
from wgcop.paper.anchor import Passages
from wgcop.proposals.models import Proposal, title_in_words, with_clause
from wgcop.resolutions.typeset import plain
from wgcop.threads.models import Comment, Thread, topic_name
from wgcop.threads.subjects import (
    Reader,
    ThreadSubject,
    open_audiences,
    open_layers,
    talk_about,
)
from wgcop.web.received import LARGEST_KEY

PROPOSAL = "proposal"
"""The first word of the names of their threads."""


def about_proposal(
    proposal: Proposal, reader: Reader, capacity: Capacity | None
) -> ThreadSubject | None:
    """Return the thread of a proposal, or None if this reader may not read the proposal."""
    reads = _read_by(proposal, reader.audiences)
    if not reads:
        return None
    return replace(
        with_no_reader(proposal),
        reads=reads,
        layers=tuple(
            each for each in open_layers(capacity) if _is_read_in(proposal, each.audience)
        ),
    )


def with_no_reader(proposal: Proposal) -> ThreadSubject:
    """Return what is the same of the thread for all its readers."""
    clause = proposal.clause
    return ThreadSubject(
        name=proposal.topic,
        title=proposal.stored_title,
        address=proposal.url,
        root=f"/threads/{proposal.topic}",
        parent=clause.wording.section.edition.topic,
        reads=(),
        passages=lambda: _passages(proposal),
        ways=((proposal.url, _("Read the proposal")),),
        above=(_("Proposals"), f"/clauses/{clause.wid}/proposals"),
    )


def _read_by(proposal: Proposal, audiences: Collection[str]) -> tuple[str, ...]:
    """Return the audiences of the thread among these, the widest first."""
    return tuple(each for each in open_audiences(audiences) if _is_read_in(proposal, each))


def _is_read_in(proposal: Proposal, audience: str) -> bool:
    """Return whether this audience has a layer in the thread: until the release, only the
    delegation of the proposal has one, with the chapters of its discussion that are over.
    """
    return proposal.is_released or layer_of(audience) == proposal.delegation.audience


def _passages(proposal: Proposal) -> Passages:
    """Return the proposed words as readers see them. One that deletes its clause has none."""
    words = plain(proposal.words)
    return Passages({"": words} if words else {})


class Proposals:
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        proposal = _called(key) if open_audiences(reader.audiences) else None
        return about_proposal(proposal, reader, capacity) if proposal else None

    def passages(self, thread: Thread) -> Passages:
        proposal = _called(thread.name.partition(":")[2])
        return _passages(proposal) if proposal else Passages()

    def tag(self, audience: str) -> str:
        return ""

    def tell(self, comment: Comment, seq: int) -> None:
        """Do nothing, because no proposal has a closed thread."""


class CirclesOfProposal:
    """Lets open pages listen to a thread before anything was said in it. All its audiences are
    those of delegations, of regional groups or of all members, so that no circle is new.
    """

    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        proposal = _called(key)
        if proposal is None:
            return {}
        return {
            topic_name(proposal.topic, each): each for each in _read_by(proposal, reader.audiences)
        }

    def with_news(self, reader: Any) -> frozenset[str]:
        return frozenset()

    def followed_by(self, reader: Any) -> frozenset[str]:
        return frozenset()


def _called(key: str) -> Proposal | None:
    is_key = key.isascii() and key.isdigit() and len(key) <= len(str(LARGEST_KEY))
    if not is_key or int(key) > LARGEST_KEY:
        return None
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.id == int(key))
        .options(joinedload(Proposal.delegation), *with_clause())
    )


says_title(PROPOSAL, title_in_words)
talk_about(PROPOSAL, Proposals())
keep_circles(PROPOSAL, CirclesOfProposal())
