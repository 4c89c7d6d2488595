"""The categories of delegations, the roles in a delegation and in the group, and their names."""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.bodies.groups import GroupKind
from wgcop.bodies.place_names import state_in_words
from wgcop.errors import Invalid
from wgcop.i18n import comma, in_order, semicolon


class Category(enum.StrEnum):
    MEMBER_STATE = "member-state"
    SECTOR_MEMBER = "sector-member"
    ASSOCIATE = "associate"
    ACADEMIA = "academia"
    SECRETARIAT = "secretariat"
    OBSERVER = "observer"


DECIDING = (Category.MEMBER_STATE, Category.SECTOR_MEMBER)
"""The categories of delegations that take positions and take part in decisions, in the order of
protocol.
"""


class DelegationRole(enum.StrEnum):
    HEAD = "head"
    MEMBER = "member"


class GroupRole(enum.StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    RAPPORTEUR = "rapporteur"
    VICE_RAPPORTEUR = "vice-rapporteur"
    CONVENER = "convener"
    SECRETARIAT = "secretariat"


CATEGORY_NAMES = {
    Category.MEMBER_STATE: _l("Member State"),
    Category.SECTOR_MEMBER: _l("Sector Member"),
    Category.ASSOCIATE: _l("Associate"),
    Category.ACADEMIA: _l("Academia"),
    Category.SECRETARIAT: _l("Secretariat"),
    Category.OBSERVER: _l("Observer organization"),
}

DELEGATION_ROLE_NAMES = {
    DelegationRole.HEAD: _l("Head of delegation"),
    DelegationRole.MEMBER: _l("Member"),
}

ROLE_NAMES = {
    GroupRole.CHAIR: _l("Chair"),
    GroupRole.VICE_CHAIR: _l("Vice-Chair"),
    GroupRole.RAPPORTEUR: _l("Rapporteur"),
    GroupRole.VICE_RAPPORTEUR: _l("Vice-Rapporteur"),
    GroupRole.CONVENER: _l("Convener"),
    GroupRole.SECRETARIAT: _l("Secretariat"),
}

TITLES = {
    "Chair": _l("Chair"),
    "Vice-Chair": _l("Vice-Chair"),
    "Rapporteur": _l("Rapporteur"),
    "Vice-Rapporteur": _l("Vice-Rapporteur"),
    "Convener": _l("Convener"),
    "Secretariat": _l("Secretariat"),
    "Head of delegation": _l("Head of delegation"),
    "Delegate": _l("Delegate"),
    "Observer": _l("Observer"),
}
"""The titles in which people speak. They are stored in English, whatever language the speaker reads."""

TITLES_OF_ROLES = {
    GroupRole.CHAIR: "Chair",
    GroupRole.VICE_CHAIR: "Vice-Chair",
    GroupRole.RAPPORTEUR: "Rapporteur",
    GroupRole.VICE_RAPPORTEUR: "Vice-Rapporteur",
    GroupRole.CONVENER: "Convener",
    GroupRole.SECRETARIAT: "Secretariat",
}


_QUESTION = re.compile(r"Question (\S+)")


def title_in_words(stored: str) -> str:
    """Return a stored title, capacity or delegation in the reader's language: `Rapporteur,
    Question 22-2/1`, `Kenya · Head of delegation`, `Kenya`. Anything else is returned as it is.
    """
    name, dot, title = stored.rpartition(" · ")
    role, _comma, scope = title.partition(", ")
    if role not in TITLES:
        return state_in_words(stored)
    return f"{state_in_words(name)}{dot}{_scoped(str(TITLES[role]), scope)}"


def _scoped(title: str, scope: str) -> str:
    if question := _QUESTION.fullmatch(scope):
        return _("%(title)s, Question %(code)s", title=title, code=in_order(question[1]))
    return comma().join(filter(None, [title, scope]))


def sources_in_words(stored: str) -> str:
    """Return names that are stored as one text in the reader's language: `Kenya, Egypt`, or
    `Rapporteur, Question 22-2/1; Egypt`.
    """
    between = semicolon() if "; " in stored else comma()
    names = stored.split("; " if "; " in stored else ", ")
    return between.join(map(title_in_words, names))


LEADERS = {
    GroupKind.WORKING_GROUP: (GroupRole.CHAIR, GroupRole.VICE_CHAIR),
    GroupKind.STUDY_GROUP: (GroupRole.CHAIR, GroupRole.VICE_CHAIR),
    GroupKind.RAPPORTEUR_GROUP: (GroupRole.RAPPORTEUR, GroupRole.VICE_RAPPORTEUR),
    GroupKind.AD_HOC_GROUP: (GroupRole.CHAIR, GroupRole.VICE_CHAIR),
    GroupKind.DRAFTING_GROUP: (GroupRole.CONVENER, None),
    GroupKind.CORRESPONDENCE_GROUP: (GroupRole.CONVENER, None),
}
"""The roles of the leader and the deputy in each kind of group, or None if it has none."""

MAIN_ROLES = {
    role: ROLE_NAMES[role]
    for role in (
        GroupRole.CHAIR,
        GroupRole.VICE_CHAIR,
        GroupRole.RAPPORTEUR,
        GroupRole.SECRETARIAT,
    )
}
"""The offices of the working group itself. Offices of the groups below it are given on their pages.
"""


@dataclass(frozen=True)
class Appointment:
    """A role in the group, with a scope where it needs one: `rapporteur (Question 22-2/1)`."""

    role: GroupRole
    scope: str = ""

    def __str__(self) -> str:
        return f"{self.role.value} ({self.scope})" if self.scope else self.role.value

    @property
    def title(self) -> str:
        """The name as it is stored."""
        name = TITLES_OF_ROLES[self.role]
        return f"{name}, {self.scope}" if self.scope else name

    @property
    def label(self) -> str:
        name = str(ROLE_NAMES[self.role])
        return f"{name}, {self.scope}" if self.scope else name


_APPOINTMENT = re.compile(r"(?P<role>[\w -]+?)\s*(?:\((?P<scope>[^()]*)\))?")
_BETWEEN = re.compile(r"[;,|](?![^()]*\))")


def read_appointments(text: str) -> tuple[Appointment, ...]:
    """Read appointments such as `chair; rapporteur (Question 22-2/1)` from a list of people or from
    the database.
    """
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(_read_appointment(part) for part in parts if part))


def write_appointments(appointments: Iterable[Appointment]) -> str:
    return "; ".join(str(appointment) for appointment in appointments)


def _read_appointment(text: str) -> Appointment:
    match = _APPOINTMENT.fullmatch(text)
    role = match["role"].strip().lower().replace(" ", "-") if match else ""
    if match is None or role not in MAIN_ROLES:
        raise Invalid(
            _(
                "“%(text)s” is not a role in the group. Write chair, vice-chair, rapporteur or "
                "secretariat; put the subject in brackets: rapporteur (Question 22-2/1).",
                text=text,
            )
        )
    return Appointment(GroupRole(role), (match["scope"] or "").strip())
