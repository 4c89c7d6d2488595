"""Cutting a rolling text: first as a numbered temporary document, then as its revisions."""

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.agenda.actions.locks import lock
from wgcop.bodies.models import Meeting
from wgcop.contributions.locks import lock as lock_document
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting.composed import issue_composed, revise_composed
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.i18n import written_to
from wgcop.numbering.kinds import DocumentKind
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.models import RollingCut
from wgcop.rolling_files.next_cut import NextCut, next_cut
from wgcop.rolling_files.queries import cut_with, document_of_cuts


def cut_rolling_text(
    edition: Edition, meeting: Meeting, *, key: str, seen: str | None = None, by: Person
) -> RollingCut:
    """Cut the rolling text as it is now. The `key` makes it idempotent: a form that is sent twice
    makes one cut. Raise Outdated if the text no longer has the fingerprint `seen`, Refused if nothing
    has changed since the last cut.
    """
    known = document_of_cuts(edition.resolution, meeting)
    if known is not None:
        lock_document(known)
    # Two people who press at the same moment wait here for each other.
    lock(meeting)
    if made := cut_with(key):
        return made
    current = next_cut(edition, meeting)
    if not current.is_new and current.before:
        raise Refused(
            _(
                "Nothing has changed since %(symbol)s was cut.",
                symbol=current.before.symbol,
            )
        )
    if seen not in (None, current.fingerprint) or current.before is not known:
        raise Outdated(_("The rolling text changed while you were looking at it."))
    cut = RollingCut(
        revision=_issue(current, by=by), resolution=edition.resolution, meeting=meeting, key=key
    )
    db.session.add(cut)
    _tell(cut, edition, by=by)
    return cut


def _issue(current: NextCut, *, by: Person) -> Revision:
    with written_to(current.edition.language):
        office = _office_of(by, current.meeting)
    composed = current.composed(office)
    if current.before is None:
        kind = DocumentKind.TEMPORARY
        return issue_composed(current.meeting, kind, composed, by=by).current
    return revise_composed(current.before, composed, note=current.note, by=by)


def _office_of(person: Person, meeting: Meeting) -> str:
    """Return the office in which the person cuts the text, as covers print it."""
    offices = [each for each in person.offices if each.group_id == meeting.group_id]
    if not offices:
        raise Refused(_("Only officers of the group that meets cut its rolling texts."))
    return offices[0].capacity.printed


def _tell(cut: RollingCut, edition: Edition, *, by: Person) -> None:
    """Tell the open pages of the rolling text, on a topic that only members hear."""
    topic = open_topic(
        f"rolling:{edition.slug}",
        title=edition.name,
        address=f"{edition.url}/rolling-text",
        audience="members",
        parent=edition.topic,
    )
    document = cut.revision.contribution
    record(topic, "rolling.cut", by=by, target_kind="document", target_id=document.id)
