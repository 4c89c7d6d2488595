"""The wordings of a paper that a reader may compare. Any other wording is treated as if it did not
exist.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, undefer

from wgcop.contributions import policy
from wgcop.contributions.draft_tables import DraftVersion
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.documents.comparing.wordings import (
    DRAFT,
    ComparedWording,
    key_of,
    key_of_version,
    name_of,
    name_of_version,
    wording_of,
    wording_of_version,
)
from wgcop.numbering.policy import Reader

_VERSION = re.compile(r"(?:(-?\d{1,4})\.)?v(\d{1,9})")


class WordingChoice(NamedTuple):
    key: str
    name: str


def readable_revisions(contribution: Contribution, reader: Reader) -> list[Revision]:
    """Return the issued revisions if `reader` may read the paper, then the draft if they may read
    that; oldest first.
    """
    may_read_draft = policy.can_read_draft(reader, contribution)
    draft = contribution.draft if may_read_draft and contribution.is_being_written else None
    issued = contribution.issued if policy.can_read(reader, contribution) else []
    return [*issued, *([draft] if draft else [])]


def replaced_revisions(contribution: Contribution, reader: Reader) -> list[Revision]:
    """Return the wordings that were submitted before the paper had a number and were replaced on
    request, earliest first.
    """
    return [
        revision
        for revision in contribution.revisions
        if revision.number < 0 and policy.can_read_wording(reader, revision)
    ][::-1]


def choices(contribution: Contribution, reader: Reader) -> list[WordingChoice]:
    """Return the wordings that `reader` can choose from. Saved versions of the draft are offered to
    its drafters only.
    """
    readable = [
        *replaced_revisions(contribution, reader),
        *readable_revisions(contribution, reader),
    ]
    wordings = [WordingChoice(key_of(revision), name_of(revision)) for revision in readable]
    if policy.drafts(reader, contribution):
        wordings += (
            WordingChoice(key_of_version(v), name_of_version(v)) for v in _versions(contribution)
        )
    return wordings


def wording_called(key: str, contribution: Contribution, reader: Reader) -> ComparedWording | None:
    """Return a wording by its key, or None if `reader` may not read it: `original`, `Rev.1`,
    `draft`, `v3` of the latest draft, or `1.v3` of the draft of Rev.1.
    """
    if match := _VERSION.fullmatch(key):
        return _version_called(match, contribution, reader)
    readable = readable_revisions(contribution, reader) + replaced_revisions(contribution, reader)
    named = (revision for revision in readable if key_of(revision).lower() == key.lower())
    revision = next(named, None)
    return wording_of(revision) if revision else None


def one_before(
    later: ComparedWording, contribution: Contribution, reader: Reader
) -> ComparedWording | None:
    """Return the wording that `later` revises, or None. A comparison uses it unless the reader
    chooses another.
    """
    before = [
        revision
        for revision in readable_revisions(contribution, reader)
        if revision.number < later.number or (later.cover is None and key_of(revision) == DRAFT)
    ]
    return wording_of(before[-1]) if before else None


def latest(contribution: Contribution, reader: Reader) -> ComparedWording:
    revisions = readable_revisions(contribution, reader)
    return wording_of(revisions[-1])


def _versions(contribution: Contribution) -> Sequence[DraftVersion]:
    return db.session.scalars(
        select(DraftVersion)
        .join(DraftVersion.revision)
        .where(Revision.contribution_id == contribution.id)
        .options(contains_eager(DraftVersion.revision))
        .order_by(Revision.number.desc(), DraftVersion.number.desc())
    ).all()


def _version_called(
    match: re.Match[str], contribution: Contribution, reader: Reader
) -> ComparedWording | None:
    if not policy.drafts(reader, contribution):
        return None
    number = int(match[1]) if match[1] else contribution.revisions[-1].number
    version = db.session.scalar(
        select(DraftVersion)
        .join(DraftVersion.revision)
        .where(
            Revision.contribution_id == contribution.id,
            Revision.number == number,
            DraftVersion.number == int(match[2]),
        )
        .options(contains_eager(DraftVersion.revision), undefer(DraftVersion.text))
    )
    return wording_of_version(version) if version else None
