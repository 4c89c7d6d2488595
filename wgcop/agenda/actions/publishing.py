"""Publishing an agenda: first as a draft with a number, then as its revisions."""

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell
from wgcop.agenda.actions.documents import attach_document
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.next_publication import Publication, next_publication
from wgcop.agenda.publication.letters import write_published
from wgcop.agenda.publication.lines import to_store
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.agenda.publication.queries import latest
from wgcop.agenda.queries import items_of
from wgcop.bodies.models import Meeting
from wgcop.contributions.locks import lock as lock_document
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting.composed import issue_composed, revise_composed
from wgcop.errors import Outdated, Refused
from wgcop.numbering.kinds import DocumentKind


def publish_agenda(meeting: Meeting, *, seen: str | None = None, by: Person) -> PublishedAgenda:
    """Publish the agenda as it is now; everybody can read it from then on, and is notified of its
    changes. Raise Outdated if it no longer has the fingerprint `seen`, Refused if it is empty or
    has not changed.
    """
    known = latest(meeting)
    if known is not None:
        lock_document(known.revision.contribution)
    lock(meeting)
    db.session.refresh(meeting)
    publication = next_publication(meeting)
    if not publication.lines:
        raise Refused(_("There is nothing on this agenda yet. Add an item first."))
    if not publication.is_new:
        raise Refused(_("Nothing has changed since this agenda was published."))
    if seen not in (None, publication.fingerprint) or (known is None and publication.before):
        raise Outdated(_("Somebody changed the agenda while you were looking at it."))
    meeting.agenda_published = True
    tell(meeting, "agenda.published", "agenda", by=by)
    published = PublishedAgenda(
        meeting=meeting,
        revision=_issue(publication, by=by),
        adopted=publication.agenda.is_adopted,
        stored_lines=to_store(publication.lines),
        stored_public_lines=to_store(publication.public_lines),
        public_text=publication.public_text,
    )
    db.session.add(published)
    db.session.flush()
    _list_where_adopted(published, by=by)
    write_published(published, by=by)
    return published


def _list_where_adopted(published: PublishedAgenda, *, by: Person) -> None:
    """List the published document under the item at which the meeting adopts it. The published
    lines leave it out, so that this does not count as a change.
    """
    document = published.revision.contribution
    for item in items_of(published.meeting).values():
        if item.kind == ItemKind.ADOPTION and not item.closed:
            attach_document(item, document, by=by)


def _issue(publication: Publication, *, by: Person) -> Revision:
    composed = publication.composed
    if publication.before is None:
        kind = DocumentKind.ADMINISTRATIVE
        return issue_composed(publication.meeting, kind, composed, by=by).current
    document = publication.before.revision.contribution
    return revise_composed(document, composed, note=publication.note, by=by)
