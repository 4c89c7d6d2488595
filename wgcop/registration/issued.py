"""The list of participants as a numbered document of the meeting: as it was issued, and as it would
be issued now.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import paper
from wgcop.accounts.models import Membership, Office, title_of_member
from wgcop.accounts.roles import (
    ROLE_NAMES,
    Category,
    DelegationRole,
    GroupRole,
    title_in_words,
)
from wgcop.bodies.models import Meeting
from wgcop.bodies.place_names import state_in_words
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.database import Base, db
from wgcop.drafting.composed import Composed
from wgcop.i18n import written_to
from wgcop.paper import Node
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html
from wgcop.registration.listed import (
    ListedCategory,
    ListedDelegation,
    ListedPerson,
    changes_between,
    text_of,
)
from wgcop.registration.models import Attendance, Registration
from wgcop.registration.queries import Participants, participants_of

LANGUAGE = "en"
"""The language of the list, regardless of who issues it. If it varied, a comparison would mark
everything as changed.
"""

CATEGORY_HEADINGS = {
    Category.MEMBER_STATE: _l("Member States"),
    Category.SECTOR_MEMBER: _l("Sector Members"),
    Category.ASSOCIATE: _l("Associates"),
    Category.ACADEMIA: _l("Academia"),
    Category.SECRETARIAT: _l("Secretariat"),
    Category.OBSERVER: _l("Observer organizations"),
}


class ParticipantList(Base):
    """The document that is the list of participants of a meeting."""

    __tablename__ = "participant_list"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), unique=True
    )

    meeting: Mapped[Meeting] = relationship()
    contribution: Mapped[Contribution] = relationship()


@dataclass(frozen=True)
class ListToIssue:
    """The list as it would be issued now: with everybody who was present or, as long as nobody is
    marked so, everybody who registered and is not marked as absent.
    """

    meeting: Meeting
    before: Contribution | None
    participants: Participants

    @cached_property
    def text(self) -> Node:
        with written_to(LANGUAGE):
            return text_of(listed(self.meeting, self.participants))

    @property
    def is_empty(self) -> bool:
        return not self.participants.there

    @property
    def why_empty(self) -> str:
        if self.participants.only_absent_are_marked:
            return _("Everybody who has registered is marked as absent.")
        return _("Nobody has registered yet.")

    @property
    def is_new(self) -> bool:
        return self.before is None or paper.to_text(self.text) != paper.to_text(
            self.before.current.text
        )

    @property
    def changes(self) -> list[str]:
        return changes_between(self.before.current.text, self.text) if self.before else []

    @property
    def marked(self) -> Markup:
        """The changes since the last issue, marked in the text."""
        old = self.before.current.text if self.before else paper.empty()
        return marked_html(compare(old, self.text).marked)

    @property
    def body(self) -> Markup:
        return paper.to_html(self.text)

    @property
    def fingerprint(self) -> str:
        """A hash of what the page shows before the issue is confirmed."""
        return hashlib.sha256(paper.to_text(self.text).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The symbol that it will have. The first list has only its name, since others may take
        numbers before it is issued.
        """
        if self.before is None:
            return _("List of participants")
        return str(self.before.symbol_in(LANGUAGE, self.before.current.number + 1))

    @property
    def note(self) -> str:
        with written_to(LANGUAGE):
            return " ".join(self.changes) or _(
                "Names of delegations, or the delegations of participants, have changed."
            )

    @property
    def composed(self) -> Composed:
        with written_to(LANGUAGE):
            cover = Cover(
                title=_("List of participants"),
                source=str(ROLE_NAMES[GroupRole.SECRETARIAT]),
                purpose=Purpose.INFORMATION,
                language=LANGUAGE,
            )
        return Composed(cover, self.text)


def list_to_issue(meeting: Meeting) -> ListToIssue:
    return ListToIssue(meeting, issued_list(meeting), participants_of(meeting))


def issued_list(meeting: Meeting) -> Contribution | None:
    return db.session.scalar(
        select(Contribution)
        .join(ParticipantList, ParticipantList.contribution_id == Contribution.id)
        .where(ParticipantList.meeting_id == meeting.id)
    )


def listed(meeting: Meeting, participants: Participants) -> list[ListedCategory]:
    """Return the sections of the list: first the officers in the order of their offices, the chair
    in front, then the participants by category and delegation.
    """
    there = set(participants.there)
    officers = [each for each in there if _office(each, meeting)]
    roles = _roles(meeting)
    categories: list[ListedCategory] = []
    if officers:
        officers.sort(key=lambda officer: _place(officer, meeting))
        people = [_officer(officer, meeting) for officer in officers]
        categories.append(
            ListedCategory(_("Officers of the group"), [ListedDelegation("", people)])
        )
    by_heading: dict[str, list[ListedDelegation]] = {}
    for group in participants.groups:
        people = [
            _person(registration, roles)
            for registration in group.registrations
            if registration in there and registration not in officers
        ]
        if people:
            heading = _heading(group.category, group.name)
            by_heading.setdefault(heading, []).append(
                ListedDelegation(state_in_words(group.name), people)
            )
    return categories + [ListedCategory(*each) for each in by_heading.items()]


def _heading(category: Category | None, name: str) -> str:
    if category:
        return str(CATEGORY_HEADINGS[category])
    return _("Other organizations") if name else _("Without an organization")


def _office(registration: Registration, meeting: Meeting) -> Office | None:
    offices: Sequence[Office] = registration.person.offices if registration.person else []
    own = [office for office in offices if office.group_id == meeting.group_id]
    return min(own, key=lambda each: list(GroupRole).index(each.role), default=None)


def _place(registration: Registration, meeting: Meeting) -> tuple[int, str]:
    office = _office(registration, meeting)
    assert office is not None
    return list(GroupRole).index(office.role), registration.who


def _officer(registration: Registration, meeting: Meeting) -> ListedPerson:
    office = _office(registration, meeting)
    assert office is not None
    return ListedPerson(
        f"person-{registration.id}",
        registration.who,
        office.capacity.words,
        state_in_words(registration.comes_for),
        is_remote=_is_remote(registration),
    )


def _person(
    registration: Registration, roles: dict[tuple[int, int], DelegationRole]
) -> ListedPerson:
    title, delegation = "", registration.delegation
    if delegation and registration.person_id:
        role = roles.get((registration.person_id, delegation.id))
        title = title_in_words(title_of_member(delegation.category, role)) if role else ""
    return ListedPerson(
        f"person-{registration.id}", registration.who, title, is_remote=_is_remote(registration)
    )


def _is_remote(registration: Registration) -> bool:
    return (registration.attended or registration.planned) == Attendance.REMOTE


def _roles(meeting: Meeting) -> dict[tuple[int, int], DelegationRole]:
    """Return the roles of registered people in their delegations, in one SQL statement."""
    members = db.session.scalars(
        select(Membership)
        .join(
            Registration,
            (Registration.person_id == Membership.person_id)
            & (Registration.delegation_id == Membership.delegation_id),
        )
        .where(Registration.meeting_id == meeting.id)
    )
    return {(member.person_id, member.delegation_id): member.role for member in members}
