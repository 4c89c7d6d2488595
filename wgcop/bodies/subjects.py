"""Subject headings, taken from the topics in *invites Member States* 1."""

import enum

from flask_babel import lazy_gettext as _l


class Subject(enum.StrEnum):
    LEGAL = "legal"
    TECHNICAL = "technical"
    ORGANIZATIONAL = "organizational"
    PROCEDURAL = "procedural"
    CAPACITY_BUILDING = "capacity-building"
    INTERNATIONAL_COOPERATION = "international-cooperation"


SUBJECT_NAMES = {
    Subject.LEGAL: _l("Legal"),
    Subject.TECHNICAL: _l("Technical"),
    Subject.ORGANIZATIONAL: _l("Organizational"),
    Subject.PROCEDURAL: _l("Procedural"),
    Subject.CAPACITY_BUILDING: _l("Capacity building"),
    Subject.INTERNATIONAL_COOPERATION: _l("International cooperation"),
}
