"""Decides who may work on language versions: the secretariat, which translates, and the drafters,
who may bring their own.
"""

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.policy import can_decide, can_write
from wgcop.numbering.policy import Reader, groups_of_secretariat
from wgcop.resolutions.policy import can_put_text
from wgcop.translations.models import LanguageStatus, Translation
from wgcop.translations.tasks import Translated


def can_translate(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may work on language versions: the secretariat and the drafters who
    write may. Nobody else sees versions in preparation.
    """
    return can_decide(reader, contribution) or can_write(reader, contribution)


def can_settle(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may declare a version a translation, or withdraw one. Only the
    secretariat may.
    """
    return can_decide(reader, contribution)


def can_work_on(reader: Reader, contribution: Contribution, current: Translation | None) -> bool:
    """Return whether the person may change the version in a language. `current` is the one that
    readers get; only the secretariat may change its own translation.
    """
    if current is not None and current.status == LanguageStatus.TRANSLATION:
        return can_settle(reader, contribution)
    return can_translate(reader, contribution)


def can_begin(reader: Reader, contribution: Contribution) -> bool:
    return contribution.state == PaperState.ACCEPTED and can_translate(reader, contribution)


def can_oversee(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the person may see which versions a meeting still lacks: only the secretariat
    of the group may.
    """
    return meeting.group_id in groups_of_secretariat(reader)


def can_assign(person: Person, text: Translated) -> bool:
    """Return whether the person may say who translates a text: only the secretariat may."""
    return can_settle(person, text) if isinstance(text, Contribution) else can_put_text(person)


def can_be_assigned(person: Person, text: Translated, current: Translation | None) -> bool:
    """Return whether the person could do what is assigned to them. `current` is the version of a
    document that readers get in the language.
    """
    if isinstance(text, Contribution):
        return can_work_on(person, text, current)
    return can_put_text(person)


def statuses(reader: Reader, contribution: Contribution) -> list[LanguageStatus]:
    """Return the statuses under which they may issue a version, the usual one first: versions of
    the secretariat are checked.
    """
    offered = [LanguageStatus.PROVISIONAL]
    if can_settle(reader, contribution):
        offered.insert(0, LanguageStatus.TRANSLATION)
    return offered
