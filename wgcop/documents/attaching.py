"""Begins addenda and corrigenda: drafted and submitted like any paper, and numbered within their document."""

from flask_babel import gettext as _

from wgcop import paper
from wgcop.accounts.models import Person
from wgcop.contributions.announcements import tell_drafters
from wgcop.contributions.drafters import DrafterRole
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.numbering.kinds import Attachment


def attach(
    document: Contribution, kind: Attachment, corrects: str = "", *, by: Person
) -> Contribution:
    """Begin the draft of an addendum or corrigendum, with the drafters and sources of the document.

    Its cover begins as a copy of the document's, its text empty.
    """
    lock(document)
    if document.state != PaperState.ACCEPTED:
        raise Refused(_("Only an accepted document can have an addendum or a corrigendum."))
    if document.attachment and kind == Attachment.ADDENDUM:
        raise Refused(_("An addendum belongs to the document itself."))
    corrects = corrects.strip()
    if kind == Attachment.CORRIGENDUM and not corrects:
        raise Refused(_("Enter what the corrigendum corrects."))
    with db.session.no_autoflush:  # nothing is stored before the draft is whole
        attached = Contribution(
            meeting=document.meeting,
            parent=document,
            attachment=kind,
            kind=document.kind,
            drafted_by=by,
        )
        drafting = {drafter.person: drafter.role for drafter in document.drafters}
        for person, role in ({by: DrafterRole.WRITE} | drafting).items():
            attached.name_drafter(person, role, by=by)
        revision = Revision(number=0, corrects=corrects if kind == Attachment.CORRIGENDUM else "")
        attached.revisions.append(revision)
        revision.write(document.current.cover, paper.from_text(""), by=by)
        revision.point_to(document.current.clauses)
        revision.set_sources(source.anew() for source in document.current.sources)
        attached.delegation = document.delegation
        db.session.add(attached)
    db.session.flush()
    tell_drafters(attached, "draft.started", by=by)
    return attached
