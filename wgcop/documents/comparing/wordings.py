"""The wordings of a paper that can be compared: each has a text, and most have a cover."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.contributions.draft_tables import DraftVersion
from wgcop.contributions.fields import ON_PAGE
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.fields.comparing import in_words
from wgcop.i18n import moment
from wgcop.paper import Node

DRAFT = "draft"
ORIGINAL = "original"


@dataclass(frozen=True)
class ComparedWording:
    """A wording with a text and usually a cover. `key` names it among the wordings of its paper.
    Kept versions of a draft have no cover.
    """

    key: str
    name: str
    url: str
    contribution: Contribution
    language: str
    text: Node
    cover: Mapping[str, str] | None
    number: int
    """The number of its revision."""
    is_submitted: bool = False


def wording_of(revision: Revision) -> ComparedWording:
    contribution = revision.contribution
    return ComparedWording(
        key=key_of(revision),
        name=name_of(revision),
        url=revision.url if revision.is_issued else contribution.work_url,
        contribution=contribution,
        language=revision.language,
        text=revision.text,
        cover=_cover(revision),
        number=revision.number,
        is_submitted=revision.submitted_at is not None,
    )


def wording_of_version(version: DraftVersion) -> ComparedWording:
    revision = version.revision
    return ComparedWording(
        key=key_of_version(version),
        name=name_of_version(version),
        url=revision.contribution.work_url,
        contribution=revision.contribution,
        language=revision.language,
        text=version.text,
        cover=None,
        number=revision.number,
    )


def key_of(revision: Revision) -> str:
    if revision.submitted_at is None:
        return DRAFT
    return revision.key


def name_of(revision: Revision) -> str:
    if revision.submitted_at is None:
        return _("Draft as it is now")
    if not revision.is_issued:
        return _("Submitted %(when)s, since replaced", when=moment(revision.submitted_at))
    return str(revision.symbol or revision.name)


def key_of_version(version: DraftVersion) -> str:
    return f"{version.revision.number}.v{version.number}"


def name_of_version(version: DraftVersion) -> str:
    return _(
        "Version %(number)s, %(when)s",
        number=version.number,
        when=moment(version.at),
    )


def _cover(revision: Revision) -> dict[str, str]:
    """Return the fields of the cover by their labels, as people read them and in the order in which
    they are printed.
    """
    kept = [
        (field, field.kind.kept(field.kind.compared(getattr(revision, field.name))))
        for field in ON_PAGE
    ]
    return {
        _("Meeting"): revision.contribution.meeting.title,
        **{str(each.label): in_words(each, value, {}) for each, value in kept},
    }
