"""The deeds that the trail knows, in areas, and which entries of the history are deeds."""

import enum
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Area(enum.StrEnum):
    ACCESS = "access"
    PEOPLE = "people"
    PAPERS = "papers"
    MEETINGS = "meetings"
    DISCUSSION = "discussion"
    REGISTRY = "registry"
    IMPLEMENTATION = "implementation"
    LIBRARY = "library"
    EXPORTS = "exports"
    WORKSPACE = "workspace"


AREA_NAMES: dict[Area, LazyString] = {
    Area.ACCESS: _l("Signing in"),
    Area.PEOPLE: _l("People and roles"),
    Area.PAPERS: _l("Contributions"),
    Area.MEETINGS: _l("Meetings"),
    Area.DISCUSSION: _l("Discussion"),
    Area.REGISTRY: _l("Registry"),
    Area.IMPLEMENTATION: _l("Implementation"),
    Area.LIBRARY: _l("Resolutions and prior work"),
    Area.EXPORTS: _l("Exports"),
    Area.WORKSPACE: _l("Workspace"),
}


class Deed(NamedTuple):
    area: Area
    name: LazyString


DEEDS: dict[str, Deed] = {
    "person.signed-in": Deed(Area.ACCESS, _l("Signed in")),
    "person.sign-in-failed": Deed(Area.ACCESS, _l("Failed to sign in")),
    "person.signed-out": Deed(Area.ACCESS, _l("Signed out")),
    "person.signed-out-everywhere": Deed(Area.ACCESS, _l("Signed out everywhere")),
    "person.address-made": Deed(Area.ACCESS, _l("Made the secret address of a calendar or feed")),
    "person.addresses-ended": Deed(Area.ACCESS, _l("Revoked addresses of calendars and feeds")),
    "person.last-day-set": Deed(Area.PEOPLE, _l("Set the last day of an account")),
    "person.app-added": Deed(Area.ACCESS, _l("Set up an authenticator app")),
    "person.app-removed": Deed(Area.ACCESS, _l("Removed an authenticator app")),
    "person.recovery-codes-made": Deed(Area.ACCESS, _l("Made recovery codes")),
    "person.passkey-added": Deed(Area.ACCESS, _l("Added a passkey")),
    "person.passkey-removed": Deed(Area.ACCESS, _l("Removed a passkey")),
    "person.passkey-doubted": Deed(Area.ACCESS, _l("The counter of a passkey went backwards")),
    "person.factors-reset": Deed(Area.ACCESS, _l("Reset a second factor")),
    "person.provider-linked": Deed(Area.ACCESS, _l("Linked an account of an organization")),
    "person.provider-unlinked": Deed(Area.ACCESS, _l("Unlinked an account of an organization")),
    "person.reset-asked": Deed(Area.ACCESS, _l("Asked for a new password")),
    "person.password-changed": Deed(Area.ACCESS, _l("Changed a password")),
    "person.accepted-invitation": Deed(Area.PEOPLE, _l("Accepted an invitation")),
    "person.joined-delegation": Deed(Area.PEOPLE, _l("Assigned a role in a delegation")),
    "person.left-delegation": Deed(Area.PEOPLE, _l("Ended a membership")),
    "person.deputy-named": Deed(Area.PEOPLE, _l("Named a deputy of a delegation")),
    "person.deputy-ended": Deed(Area.PEOPLE, _l("Ended the role of a deputy")),
    "person.coordinator-named": Deed(Area.PEOPLE, _l("Named a coordinator of a regional group")),
    "person.coordinator-ended": Deed(Area.PEOPLE, _l("Ended the role of a coordinator")),
    "person.earlier-opened": Deed(
        Area.PEOPLE, _l("Opened earlier discussions of a delegation to a member")
    ),
    "person.appointed": Deed(Area.PEOPLE, _l("Assigned an office")),
    "person.office-ended": Deed(Area.PEOPLE, _l("Ended an office")),
    "person.deactivated": Deed(Area.PEOPLE, _l("Deactivated an account")),
    "person.reactivated": Deed(Area.PEOPLE, _l("Reactivated an account")),
    "person.renamed": Deed(Area.PEOPLE, _l("Changed a name")),
    "words.redacted": Deed(Area.DISCUSSION, _l("Redacted words")),
    "person.erased": Deed(Area.PEOPLE, _l("Erased a person")),
    "invitation.made": Deed(Area.PEOPLE, _l("Invited somebody")),
    "invitation.renewed": Deed(Area.PEOPLE, _l("Renewed an invitation")),
    "invitation.withdrawn": Deed(Area.PEOPLE, _l("Withdrew an invitation")),
    "delegation.added": Deed(Area.PEOPLE, _l("Added a delegation")),
    "delegation.edited": Deed(Area.PEOPLE, _l("Edited a delegation")),
    "delegation.translation-allowed": Deed(
        Area.PEOPLE, _l("Allowed comments within a delegation to be translated by machine")
    ),
    "delegation.translation-ended": Deed(
        Area.PEOPLE, _l("Ended machine translation of comments within a delegation")
    ),
    "delegation.joined-group": Deed(Area.PEOPLE, _l("Added a Member State to a regional group")),
    "delegation.left-group": Deed(Area.PEOPLE, _l("Removed a Member State from a regional group")),
    "contribution.submitted": Deed(Area.PAPERS, _l("Submitted a contribution")),
    "contribution.accepted": Deed(Area.PAPERS, _l("A contribution got its number")),
    "contribution.held": Deed(Area.PAPERS, _l("Held a contribution")),
    "contribution.change-asked": Deed(Area.PAPERS, _l("Asked for a change")),
    "contribution.returned": Deed(Area.PAPERS, _l("Returned a contribution")),
    "contribution.withdrawn": Deed(Area.PAPERS, _l("Withdrew a contribution")),
    "contribution.replaces": Deed(Area.PAPERS, _l("Stated which document is replaced")),
    "contribution.revised": Deed(Area.PAPERS, _l("Issued a revision")),
    "contribution.translated": Deed(Area.PAPERS, _l("Issued a translation")),
    "contribution.translation-confirmed": Deed(Area.PAPERS, _l("Confirmed a translation")),
    "contribution.translation-withdrawn": Deed(Area.PAPERS, _l("Withdrew a translation")),
    "translation.assigned": Deed(Area.PAPERS, _l("Assigned a translation")),
    "numbers.changed": Deed(Area.PAPERS, _l("Changed the numbers of documents")),
    "deadlines.changed": Deed(Area.PAPERS, _l("Changed the deadlines")),
    "meeting.arranged": Deed(Area.MEETINGS, _l("Arranged a meeting")),
    "meeting.changed": Deed(Area.MEETINGS, _l("Changed a meeting")),
    "item.removed": Deed(Area.MEETINGS, _l("Removed an agenda item")),
    "item.brought-back": Deed(Area.MEETINGS, _l("Restored an agenda item")),
    "proposal.made": Deed(Area.MEETINGS, _l("Proposed an item for an agenda")),
    "proposal.withdrawn": Deed(Area.MEETINGS, _l("Withdrew a proposal for an agenda")),
    "proposal.accepted": Deed(Area.MEETINGS, _l("Accepted a proposal for an agenda")),
    "proposal.declined": Deed(Area.MEETINGS, _l("Declined a proposal for an agenda")),
    "notes.published": Deed(Area.MEETINGS, _l("Published notes of an item")),
    "notes.withdrawn": Deed(Area.MEETINGS, _l("Withdrew published notes of an item")),
    "registration.made": Deed(Area.MEETINGS, _l("Registered somebody else")),
    "registration.removed": Deed(Area.MEETINGS, _l("Removed a registration")),
    "attendance.marked": Deed(Area.MEETINGS, _l("Marked who was there")),
    "agenda.published": Deed(Area.MEETINGS, _l("Published an agenda")),
    "agenda.decided": Deed(Area.MEETINGS, _l("Recorded a conclusion")),
    "wording.withdrawn": Deed(Area.MEETINGS, _l("Withdrew agreed wording")),
    "agenda.decision-withdrawn": Deed(Area.MEETINGS, _l("Withdrew a conclusion")),
    "clause.agreed": Deed(Area.MEETINGS, _l("Recorded an agreed wording")),
    "action.dropped": Deed(Area.MEETINGS, _l("Dropped an action point")),
    "action.reopened": Deed(Area.MEETINGS, _l("Reopened an action point")),
    "statement.delivered": Deed(Area.MEETINGS, _l("Delivered a statement for the record")),
    "statement.withdrawn": Deed(Area.MEETINGS, _l("Withdrew a statement for the record")),
    "silence.begun": Deed(Area.MEETINGS, _l("Began a silence procedure")),
    "silence.broken": Deed(Area.MEETINGS, _l("Broke the silence")),
    "silence.extended": Deed(Area.MEETINGS, _l("Extended a silence procedure")),
    "silence.time-declined": Deed(Area.MEETINGS, _l("Declined more time for a silence procedure")),
    "silence.withdrawn": Deed(Area.MEETINGS, _l("Withdrew a silence procedure")),
    "silence.adopted": Deed(Area.MEETINGS, _l("Adopted by silence")),
    "group.set-up": Deed(Area.MEETINGS, _l("Set up a group")),
    "group.changed": Deed(Area.MEETINGS, _l("Changed a group")),
    "group.closed": Deed(Area.MEETINGS, _l("Closed a group")),
    "group.reopened": Deed(Area.MEETINGS, _l("Reopened a group")),
    "comment.released": Deed(Area.DISCUSSION, _l("Released a private comment")),
    "comment.retracted": Deed(Area.DISCUSSION, _l("Retracted a comment")),
    "suggestion.accepted": Deed(Area.DISCUSSION, _l("Accepted a suggestion of other words")),
    "suggestion.declined": Deed(Area.DISCUSSION, _l("Declined a suggestion of other words")),
    "suggestion.taken-back": Deed(
        Area.DISCUSSION, _l("Took back a decision on a suggestion of other words")
    ),
    "position.released": Deed(Area.DISCUSSION, _l("Released a position on a clause")),
    "position.withdrawn": Deed(Area.DISCUSSION, _l("Withdrew a released position")),
    "amendment.released": Deed(Area.DISCUSSION, _l("Released a proposal on a clause")),
    "amendment.changed": Deed(Area.DISCUSSION, _l("Changed a released proposal")),
    "amendment.withdrawn": Deed(Area.DISCUSSION, _l("Withdrew a released proposal")),
    "amendment.restored": Deed(Area.DISCUSSION, _l("Restored a withdrawn proposal")),
    "bracket.opened": Deed(Area.DISCUSSION, _l("Opened a bracket")),
    "bracket.joined": Deed(Area.DISCUSSION, _l("Joined a bracket as an owner")),
    "bracket.left": Deed(Area.DISCUSSION, _l("Lifted the ownership of a bracket")),
    "bracket.reworded": Deed(Area.DISCUSSION, _l("Changed the alternatives of a bracket")),
    "bracket.lifted": Deed(Area.DISCUSSION, _l("Lifted a bracket")),
    "bracket.reopened": Deed(Area.DISCUSSION, _l("Opened a bracket again")),
    "package.linked": Deed(Area.DISCUSSION, _l("Linked brackets or clauses into a package")),
    "package.dissolved": Deed(Area.DISCUSSION, _l("Dissolved a package")),
    "clause.standing": Deed(Area.DISCUSSION, _l("Set the status of a clause")),
    "thread.resolved": Deed(Area.DISCUSSION, _l("Resolved a thread")),
    "thread.reopened": Deed(Area.DISCUSSION, _l("Reopened a thread")),
    "thread.window": Deed(Area.DISCUSSION, _l("Set the times when a thread is open")),
    "note.pinned": Deed(Area.DISCUSSION, _l("Pinned a note")),
    "note.removed": Deed(Area.DISCUSSION, _l("Removed a note")),
    "initiative.proposed": Deed(Area.REGISTRY, _l("Proposed an entry")),
    "initiative.added": Deed(Area.REGISTRY, _l("Accepted an entry")),
    "initiative.declined": Deed(Area.REGISTRY, _l("Declined an entry")),
    "initiative.withdrawn": Deed(Area.REGISTRY, _l("Withdrew an entry")),
    "initiative.confirmed": Deed(Area.REGISTRY, _l("Confirmed an entry")),
    "initiative.merged": Deed(Area.REGISTRY, _l("Merged entries")),
    "initiative.parted": Deed(Area.REGISTRY, _l("Separated merged entries")),
    "registry.imported": Deed(Area.REGISTRY, _l("Imported a table")),
    "action.submitted": Deed(Area.IMPLEMENTATION, _l("Submitted an action")),
    "action.reviewed": Deed(Area.IMPLEMENTATION, _l("Reviewed an action")),
    "action.approved": Deed(Area.IMPLEMENTATION, _l("Approved an action")),
    "action.sent-back": Deed(Area.IMPLEMENTATION, _l("Sent an action back")),
    "action.deleted": Deed(Area.IMPLEMENTATION, _l("Deleted the draft of an action")),
    "evidence.approved": Deed(Area.IMPLEMENTATION, _l("Approved evidence")),
    "evidence.removed": Deed(Area.IMPLEMENTATION, _l("Removed evidence")),
    "request.asked": Deed(Area.IMPLEMENTATION, _l("Asked members")),
    "request.reminded": Deed(Area.IMPLEMENTATION, _l("Reminded members")),
    "request.approved": Deed(Area.IMPLEMENTATION, _l("Approved replies")),
    "request.closed": Deed(Area.IMPLEMENTATION, _l("Closed a request")),
    "reply.released": Deed(Area.IMPLEMENTATION, _l("Released a reply")),
    "report.begun": Deed(Area.IMPLEMENTATION, _l("Began a report")),
    "report.adopted": Deed(Area.IMPLEMENTATION, _l("Adopted a report")),
    "report.revised": Deed(Area.IMPLEMENTATION, _l("Began the revision of a report")),
    "section.submitted": Deed(Area.IMPLEMENTATION, _l("Submitted a section of a report")),
    "section.reviewed": Deed(Area.IMPLEMENTATION, _l("Reviewed a section of a report")),
    "section.approved": Deed(Area.IMPLEMENTATION, _l("Approved a section of a report")),
    "section.sent-back": Deed(Area.IMPLEMENTATION, _l("Sent a section of a report back")),
    "resolution.imported": Deed(Area.LIBRARY, _l("Imported a resolution")),
    "resolution.adopted": Deed(Area.LIBRARY, _l("Adopted the next edition of a resolution")),
    "resolution.translated": Deed(
        Area.LIBRARY, _l("Changed the text of a resolution in another language")
    ),
    "resolution.suppressed": Deed(Area.LIBRARY, _l("Marked a resolution as suppressed")),
    "resolution.in-force": Deed(Area.LIBRARY, _l("Took back that a resolution was suppressed")),
    "document.added": Deed(Area.LIBRARY, _l("Added prior work")),
    "document.changed": Deed(Area.LIBRARY, _l("Replaced prior work")),
    "document.withdrawn": Deed(Area.LIBRARY, _l("Withdrew prior work")),
    "document.brought-back": Deed(Area.LIBRARY, _l("Restored prior work")),
    "import.begun": Deed(Area.LIBRARY, _l("Began an import")),
    "import.cancelled": Deed(Area.LIBRARY, _l("Cancelled an import")),
    "body.added": Deed(Area.LIBRARY, _l("Added a body")),
    "body.edited": Deed(Area.LIBRARY, _l("Edited a body")),
    "export.taken": Deed(Area.EXPORTS, _l("Made an export")),
    "workspace.kept": Deed(Area.WORKSPACE, _l("Made a backup")),
    "workspace.restored": Deed(Area.WORKSPACE, _l("Restored a backup")),
    "workspace.moved": Deed(Area.WORKSPACE, _l("Moved to another database")),
    "trail.exported": Deed(Area.EXPORTS, _l("Exported the audit trail as a table")),
    "trail.shortened": Deed(Area.WORKSPACE, _l("Deleted old rows of the audit trail")),
    "files.taken-away": Deed(Area.PAPERS, _l("Removed files that would be refused today")),
    "drafts.ended": Deed(Area.PAPERS, _l("Deleted drafts that were never submitted")),
    "trail.end-lost": Deed(
        Area.WORKSPACE, _l("Discovered that the end of the audit trail was removed")
    ),
    "trail.unsealed": Deed(
        Area.WORKSPACE, _l("Discovered another seal at the end of the audit trail")
    ),
}

IN_HISTORY: dict[tuple[str, str], str] = {
    **{
        (f"contribution.{step}", "document"): "paper"
        for step in (
            *("accepted", "revised", "withdrawn", "replaces"),
            *("translated", "translation-confirmed", "translation-withdrawn"),
        )
    },
    **{
        (f"contribution.{step}", "waiting"): "paper"
        for step in ("held", "change-asked", "returned", "withdrawn")
    },
    ("meeting.arranged", "meeting"): "meeting",
    ("meeting.changed", "meeting"): "meeting",
    ("agenda.published", "agenda"): "meeting",
    ("clause.agreed", "item-wordings"): "item",
    ("action.dropped", "item-actions"): "item",
    ("action.reopened", "item-actions"): "item",
    ("statement.delivered", "item-statements"): "item",
    ("statement.withdrawn", "item-statements"): "item",
    **{
        (f"silence.{step}", "silence"): "silence"
        for step in ("begun", "broken", "extended", "time-declined", "withdrawn", "adopted")
    },
    **{(f"group.{step}", "group"): "group" for step in ("set-up", "changed", "closed", "reopened")},
    **{
        (kind, "chaired-thread"): "thread"
        for kind in (
            *("clause.standing", "thread.resolved", "thread.reopened", "thread.window"),
            *("note.pinned", "note.removed"),
        )
    },
    **{
        (f"initiative.{step}", "initiative"): "initiative"
        for step in (
            *("proposed", "added", "declined", "withdrawn"),
            *("confirmed", "merged", "parted"),
        )
    },
    **{
        (f"action.{step}", "implementation-action"): "action"
        for step in ("submitted", "reviewed", "approved", "sent-back")
    },
    ("evidence.approved", "clause-evidence"): "evidence",
    ("evidence.removed", "clause-evidence"): "evidence",
    **{
        (kind, "reply-request"): "request"
        for kind in (
            *("request.asked", "request.reminded", "request.approved", "request.closed"),
            "reply.released",
        )
    },
    **{
        (f"report.{step}", "implementation-report"): "report"
        for step in ("begun", "adopted", "revised")
    },
    **{
        (f"section.{step}", "report-section"): "section"
        for step in ("submitted", "reviewed", "approved", "sent-back")
    },
    ("resolution.imported", "resolution"): "resolution",
    **{
        (f"document.{step}", "prior-work"): "prior-work"
        for step in ("added", "changed", "withdrawn", "brought-back")
    },
    ("import.begun", "import"): "import",
    ("import.cancelled", "import"): "import",
    ("body.added", "body"): "body",
    ("body.edited", "body"): "body",
}
"""The kind of thing for each entry of the history that is a deed, by the entry's kind and target.

One deed is recorded for several audiences, with a target for each; only the one named here counts.
"""


NAMED_BY_DELEGATIONS = frozenset({"initiative"})
"""The kinds of things whose names were written by delegations. They are looked up by their numbers,
and can be redacted.
"""


def deeds_in(area: Area) -> list[str]:
    return [deed for deed, known in DEEDS.items() if known.area == area]


SHARED = ("public", "members", "officers", "secretariat")
SHARED_IN_A_GROUP = ("officers:", "secretariat:", "agenda-editors:")
PROPOSED = "proposal:"
"""The beginning of the audience of a proposal for the registry, which the secretariat reads too."""


def is_shared(audience: str) -> bool:
    """Return whether the secretariat may know about things with this audience. What happens in a
    delegation's private layer never reaches the trail.
    """
    return audience in SHARED or audience.startswith((*SHARED_IN_A_GROUP, PROPOSED))


KIND_NAMES: dict[str, LazyString] = {
    "person": _l("Person"),
    "invitation": _l("Invitation"),
    "delegation": _l("Delegation"),
    "paper": _l("Contribution"),
    "meeting": _l("Meeting"),
    "item": _l("Agenda item"),
    "silence": _l("Silence procedure"),
    "group": _l("Group"),
    "comment": _l("Comment"),
    "thread": _l("Thread"),
    "initiative": _l("Entry"),
    "registry": _l("Registry"),
    "action": _l("Action"),
    "evidence": _l("Evidence"),
    "request": _l("Request"),
    "report": _l("Report"),
    "section": _l("Section of a report"),
    "resolution": _l("Resolution"),
    "prior-work": _l("Document"),
    "import": _l("Import"),
    "body": _l("Body"),
    "export": _l("Export"),
}
PLACES = {
    "person": "/people/{}",
    "invitation": "/people/invitations",
    "delegation": "/delegations/{}",
    "paper": "/contributions/{}",
    "comment": "/comments/{}",
    "action": "/implementation/actions/{}",
    "request": "/implementation/requests/{}",
    "prior-work": "/priorwork/{}",
}
"""The addresses of things. These pages say so if the reader may not see a thing or it is gone."""
