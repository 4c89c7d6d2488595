"""Documents that the workspace composes from its own records, such as an agenda. They are numbered,
revised and announced like any other.
"""

from dataclasses import dataclass

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting import actions, submission
from wgcop.numbering.deadlines.rule import Timing
from wgcop.numbering.kinds import DocumentKind
from wgcop.paper import Node


@dataclass(frozen=True)
class Composed:
    """The cover and text of a composed document. `cover.source` is printed as it is: no delegation
    brings the document and nobody has to consent.
    """

    cover: Cover
    text: Node


def issue_composed(
    meeting: Meeting, kind: DocumentKind, composed: Composed, *, by: Person
) -> Contribution:
    """Issue a composed document with the next number of its series. It has no drafters, so nobody
    can write, revise or withdraw it by hand.
    """
    contribution = Contribution(meeting=meeting, drafted_by=by, kind=kind)
    revision = Revision(number=0)
    contribution.revisions.append(revision)
    _write(revision, composed, by=by)
    db.session.add(contribution)
    db.session.flush()
    contribution.submit(Timing.FREE, by=by)
    submission.give_number(contribution, kind, by=by)
    return contribution


def revise_composed(
    contribution: Contribution, composed: Composed, *, note: str, by: Person
) -> Revision:
    """Issue the next revision of a composed document. `note` describes the changes for followers."""
    lock(contribution)
    revision = contribution.begin_revision(by=by)
    _write(revision, composed, by=by)
    revision.note = note
    db.session.flush()
    return actions.issue(contribution, by=by)


def _write(revision: Revision, composed: Composed, *, by: Person) -> None:
    revision.write(composed.cover, composed.text, by=by)
    revision.source = composed.cover.source
