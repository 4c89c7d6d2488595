"""Adds files to a draft and removes them, at its drafters' request."""

from collections.abc import Iterable

from flask_babel import gettext as _

from wgcop import files
from wgcop.accounts.models import Person
from wgcop.contributions.announcements import tell_drafters
from wgcop.contributions.enclosures.checking import CheckedFile, free_name
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.errors import Away, Refused

MOST_FILES = 20
MOST_BYTES = 60 * 1024 * 1024


def enclose_all(
    contribution: Contribution, checked: Iterable[CheckedFile], *, by: Person
) -> list[tuple[str, str]]:
    """Attach every file that can be attached. Return the names of the refused ones, each with the
    reason.
    """
    refused = []
    for each in checked:
        try:
            enclose(contribution, each, by=by)
        except (Refused, Away) as refusal:
            refused.append((each.name, str(refusal)))
    return refused


def enclose(contribution: Contribution, checked: CheckedFile, *, by: Person) -> Enclosure:
    """Attach a file to the draft. The same content is attached once; another file of the same name
    gets a number in its name.
    """
    revision = _draft_of(contribution)
    sha = files.store(checked.data)
    for each in revision.enclosures:
        if each.file == sha:
            return each
    if len(revision.enclosures) >= MOST_FILES:
        raise Refused(_("A paper can have at most %(most)d attached files.", most=MOST_FILES))
    if sum(each.size for each in revision.enclosures) + len(checked.data) > MOST_BYTES:
        raise Refused(
            _("Together they would be larger than %(size)d MB.", size=MOST_BYTES // 1024 // 1024)
        )
    taken = {each.name.casefold() for each in revision.enclosures}
    enclosure = Enclosure.of(checked, sha, name=free_name(checked.name, taken), by=by)
    revision.enclosures.append(enclosure)
    db.session.flush()
    _say_changed(contribution, revision, by=by)
    return enclosure


def remove_enclosure(contribution: Contribution, enclosure: Enclosure, *, by: Person) -> None:
    revision = _draft_of(contribution)
    if enclosure in revision.enclosures:
        revision.enclosures.remove(enclosure)
        db.session.flush()
        _say_changed(contribution, revision, by=by)


def _draft_of(contribution: Contribution) -> Revision:
    lock(contribution)  # so that two drafters together cannot exceed the limits
    draft = contribution.draft
    if draft is None or not contribution.is_being_written:
        raise Refused(_("There is no draft to edit. It may have just been submitted."))
    db.session.refresh(draft, ["enclosures"])
    return draft


def _say_changed(contribution: Contribution, revision: Revision, *, by: Person) -> None:
    """Tell the drafters that the draft changed, and ask for consent again, because it was given to
    the former files.
    """
    revision.ask_again()
    tell_drafters(contribution, "draft.saved", by=by)
