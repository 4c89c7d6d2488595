"""Loads a paper that this reader may see. Any other paper is treated as if it did not exist."""

from collections.abc import Collection
from typing import NamedTuple

from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions import finding, policy, queries
from wgcop.contributions.models import Contribution
from wgcop.events.queries import seqs_for
from wgcop.web import current_audiences, found_or_404, require


def readable(contribution_id: int) -> Contribution:
    require(policy.can_list(current_user))
    return found_or_404(queries.contribution_with_text(contribution_id, current_audiences()))


def readable_in_part(contribution_id: int) -> Contribution:
    """Load a paper, even if the reader may read only its draft because they are asked for consent.
    The caller must ask the policy before it shows anything else.
    """
    require(policy.can_list(current_user))
    return found_or_404(
        queries.contribution_with_text(contribution_id, current_audiences(), with_requests=True)
    )


def writable(contribution_id: int) -> Contribution:
    """Load a paper for those who write it. Its other drafters are told why they may not."""
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_write(person, contribution), contribution.limits_of(person))
    return contribution


def being_written(contribution_id: int) -> Contribution:
    """Load a paper for those who write it, while it has a draft to write in."""
    contribution = writable(contribution_id)
    require(contribution.is_being_written)
    return contribution


class NamedDocument(NamedTuple):
    """A document with the revision and the language that its symbol names, or None where it names
    none.
    """

    contribution: Contribution
    revision: int | None
    language: str | None


def named_document(address: str) -> NamedDocument:
    require(policy.can_list(current_user))
    audiences = current_audiences()
    mention = finding.document_called(address, audiences)
    if mention is None:
        raise NotFound
    contribution = queries.contribution_with_text(mention.document, audiences)
    return NamedDocument(found_or_404(contribution), mention.revision, mention.language)


def readable_document(address: str) -> tuple[Contribution, int | None]:
    """Return the document at an address, in any language, and the number of the revision if one is
    named.
    """
    return named_document(address)[:2]


def listening(*topics: str, awaited: Collection[str] = ()) -> list[tuple[str, int]]:
    """Return the topics that a page listens to, each with the last number that it shows; also those
    `awaited`, on which nothing may have happened yet.
    """
    return list(seqs_for(topics, current_audiences(), awaited=awaited).items())
