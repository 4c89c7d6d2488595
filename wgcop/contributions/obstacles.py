"""Why a draft cannot be submitted now: the one list of reasons.

Whoever submits a draft, or issues the draft of a revision, is refused with the first of them. The page of the
draft says what they are and has its button only if there are none. A new reason is a new function in one of
the tuples. Whether there is a draft at all is for `Contribution.submit` and `issue_revision` to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.bodies.models import Moment
from wgcop.contributions.cover import FIELD_NAMES, Field, Purpose
from wgcop.contributions.sources import Source, printed

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision


@dataclass(frozen=True)
class Obstacle:
    """`fields` are to be filled in and `sources` to be asked first: the page helps with both."""

    reason: str
    fields: tuple[Field, ...] = ()
    sources: tuple[Source, ...] = ()


Rule = Callable[["Revision", Person], Obstacle | None]
"""From a draft, and the person who would submit it, to what stands in the way."""


def meeting_is_over(revision: "Revision", by: Person) -> Obstacle | None:
    if revision.contribution.meeting.moment != Moment.PAST:
        return None
    return Obstacle(_("This meeting is over. Choose a coming meeting for the draft."))


def fields_are_missing(revision: "Revision", by: Person) -> Obstacle | None:
    missing = revision.cover.missing(revision.plain)
    if not missing:
        return None
    names = ", ".join(str(FIELD_NAMES[field]) for field in missing)
    return Obstacle(
        _("Before this can be submitted it still needs: %(fields)s.", fields=names),
        fields=tuple(missing),
    )


def observers_want_action(revision: "Revision", by: Person) -> Obstacle | None:
    if not revision.has_observers or revision.purpose != Purpose.ACTION:
        return None
    return Obstacle(_("Observers submit papers for information only."))


def sources_must_consent(revision: "Revision", by: Person) -> Obstacle | None:
    unagreed = revision.unagreed(by)
    if not unagreed:
        return None
    return Obstacle(
        _(
            "Before this can be submitted, these must consent to it: %(sources)s.",
            sources=printed(unagreed),
        ),
        sources=tuple(unagreed),
    )


FOR_EACH_WORDING: tuple[Rule, ...] = (
    fields_are_missing,
    observers_want_action,
    sources_must_consent,
)

FOR_THE_FIRST_WORDING: tuple[Rule, ...] = (meeting_is_over, *FOR_EACH_WORDING)
"""A revision may be issued after the meeting too."""


def obstacles_to(revision: "Revision", *, by: Person) -> list[Obstacle]:
    """In the order in which people are told of them."""
    rules = FOR_EACH_WORDING if revision.number else FOR_THE_FIRST_WORDING
    return [obstacle for rule in rules if (obstacle := rule(revision, by)) is not None]
