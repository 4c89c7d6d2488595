"""The list of all reasons why a draft cannot be submitted now.

A person who submits a draft, or issues the draft of a revision, is refused with the first of them.
The page of the draft lists all of them and has its button only if the list is empty. A new reason
is a new function in one of the tuples. `Contribution.submit` and `issue_revision` check that there
is a draft at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.accounts.roles import sources_in_words
from wgcop.bodies.models import Moment
from wgcop.contributions.fields import REQUIRED
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.sources import Source, printed
from wgcop.fields.field import missing
from wgcop.i18n import comma
from wgcop.numbering.kinds import Attachment, DocumentKind

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision


@dataclass(frozen=True)
class FailedCheck:
    """A reason why a draft cannot be submitted. `fields` must be filled in and `sources` must
    consent first: the page helps with both.
    """

    reason: str
    fields: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


SubmissionCheck = Callable[["Revision", Person], FailedCheck | None]
"""A function of a draft, and of the person who would submit it, that returns a reason or None.
"""


def meeting_is_over(revision: "Revision", by: Person) -> FailedCheck | None:
    """Refuse a paper for a past meeting, except a report, which may be about that meeting, and a
    composed document, which always belongs to its meeting.

    A paper that is being changed on request is not refused either: it may have been held for the
    next meeting, and is then no longer meant for this one.
    """
    contribution = revision.contribution
    if contribution.kind == DocumentKind.REPORT:
        return None
    if contribution.meeting.moment != Moment.PAST or contribution.is_asked_to_change:
        return None
    if contribution.is_composed:
        return None
    return FailedCheck(_("This meeting is over. Choose a coming meeting for the draft."))


def fields_are_missing(revision: "Revision", by: Person) -> FailedCheck | None:
    lacks = missing(REQUIRED, revision.value_of)
    if not lacks:
        return None
    names = comma().join(str(field.label) for field, _needed in lacks)
    reasons = [
        _("%(field)s: %(reason)s", field=field.label, reason=needed.words)
        for field, needed in lacks
    ]
    return FailedCheck(
        " ".join(
            [_("Before this can be submitted it still needs: %(fields)s.", fields=names), *reasons]
        ),
        fields=tuple(field.name for field, _needed in lacks),
    )


def observers_want_action(revision: "Revision", by: Person) -> FailedCheck | None:
    if not revision.has_observers or revision.purpose != Purpose.ACTION:
        return None
    return FailedCheck(_("Observers submit papers for information only."))


def kind_is_not_theirs(revision: "Revision", by: Person) -> FailedCheck | None:
    """Refuse a kind that the first source may not bring. Another source may have become the first
    one since the kind was chosen.
    """
    paper = revision.contribution
    if not revision.sources or paper.attachment or paper.kind in revision.sources[0].kinds:
        return None
    source = revision.sources[0].name
    return FailedCheck(
        _(
            "%(source)s cannot submit documents of this kind: %(kind)s. Choose another kind.",
            source=source,
            kind=paper.kind_name,
        )
    )


def sources_must_consent(revision: "Revision", by: Person) -> FailedCheck | None:
    unagreed = revision.unagreed(by)
    if not unagreed:
        return None
    return FailedCheck(
        _(
            "Before this can be submitted, these must consent to it: %(sources)s.",
            sources=sources_in_words(printed(unagreed)),
        ),
        sources=tuple(unagreed),
    )


def document_was_withdrawn(revision: "Revision", by: Person) -> FailedCheck | None:
    parent = revision.contribution.parent
    if parent is None or parent.withdrawn_at is None:
        return None
    return FailedCheck(
        _("%(symbol)s was withdrawn: nothing can be attached to it.", symbol=parent.symbol)
    )


def correction_is_not_named(revision: "Revision", by: Person) -> FailedCheck | None:
    paper = revision.contribution
    if paper.attachment != Attachment.CORRIGENDUM or revision.corrects:
        return None
    return FailedCheck(_("First enter what the corrigendum corrects."))


def information_becomes_action(revision: "Revision", by: Person) -> FailedCheck | None:
    """Refuse to revise a document for information into one for action: it would be discussed
    without having met a deadline, and perhaps under a number of the information series.
    """
    paper = revision.contribution
    if not paper.is_numbered or revision.purpose != Purpose.ACTION:
        return None
    if any(wording.purpose == Purpose.ACTION for wording in paper.issued):
        return None
    if revision.has_observers:
        return None  # `observers_want_action` refuses them already
    return FailedCheck(
        _(
            "%(symbol)s was brought for information, so no deadline for papers that ask for action "
            "applied to it. Keep the revision for information. Bring what needs a decision as a new "
            "contribution.",
            symbol=paper.issued_symbol,
        )
    )


def what_is_attached_asks_for_action(revision: "Revision", by: Person) -> FailedCheck | None:
    """Refuse an attachment for action to a document for information. Corrigenda and documents for
    information have no deadline, so neither may bring up a matter for decision.
    """
    paper, document = revision.contribution, revision.contribution.parent
    if document is None or revision.purpose != Purpose.ACTION:
        return None
    is_free = paper.attachment == Attachment.CORRIGENDUM or paper.kind == DocumentKind.INFORMATION
    if not is_free or any(wording.purpose == Purpose.ACTION for wording in document.issued):
        return None
    return FailedCheck(
        _(
            "%(symbol)s was brought for information, so what is attached to it is for information too. "
            "Choose that on the cover, or bring what needs a decision as a new contribution.",
            symbol=document.issued_symbol,
        )
    )


_of_other_features: list[SubmissionCheck] = []


def checks_submissions(check: SubmissionCheck) -> SubmissionCheck:
    """Register a check of a feature above this one, for each wording of a paper."""
    _of_other_features.append(check)
    return check


def other_features_refuse(revision: "Revision", by: Person) -> FailedCheck | None:
    failed = (check(revision, by) for check in _of_other_features)
    return next((each for each in failed if each), None)


FOR_EACH_WORDING: tuple[SubmissionCheck, ...] = (
    fields_are_missing,
    observers_want_action,
    other_features_refuse,
    sources_must_consent,
)

FOR_THE_FIRST_WORDING: tuple[SubmissionCheck, ...] = (
    meeting_is_over,
    kind_is_not_theirs,
    *FOR_EACH_WORDING,
)

FOR_A_REVISION: tuple[SubmissionCheck, ...] = (information_becomes_action, *FOR_EACH_WORDING)
"""The checks of a revision, which may be issued after the meeting too."""

FOR_WHAT_IS_ATTACHED: tuple[SubmissionCheck, ...] = (
    document_was_withdrawn,
    correction_is_not_named,
    what_is_attached_asks_for_action,
    *FOR_EACH_WORDING,
)
"""The checks of an addendum or corrigendum. It stays with its document, whose meeting may be over.
"""


def failed_checks(revision: "Revision", *, by: Person) -> list[FailedCheck]:
    """Return the reasons not to submit this draft, in the order in which people see them."""
    checks = FOR_A_REVISION if revision.number else FOR_THE_FIRST_WORDING
    if revision.contribution.attachment and not revision.number:
        checks = FOR_WHAT_IS_ATTACHED
    return [failed for check in checks if (failed := check(revision, by)) is not None]
