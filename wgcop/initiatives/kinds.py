"""The kinds and states of an entry, the dimensions it covers, and the confidence in its facts."""

import enum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


class InitiativeKind(enum.StrEnum):
    CAMPAIGN = "campaign"
    TECHNOLOGY = "technology"
    GUIDELINES = "guidelines"
    LEGAL_INSTRUMENT = "legal-instrument"
    NETWORK = "network"
    HOTLINE = "hotline"
    STUDY = "study"
    CAPACITY_BUILDING = "capacity-building"
    REGIONAL_PROJECT = "regional-project"
    PARTNERSHIP = "partnership"
    PROGRAMME = "programme"


class Confidence(enum.StrEnum):
    """The confidence in an entry's facts: each has a source, some still need one, or most are from
    memory.
    """

    SOURCED = "sourced"
    PARTLY_SOURCED = "partly-sourced"
    TO_BE_CONFIRMED = "to-be-confirmed"


class EntryState(enum.StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class ProjectState(enum.StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Dimension(enum.StrEnum):
    """The facts of which an entry can have several values, in the order of the form."""

    REGION = "region"
    COUNTRY = "country"
    TARGET_GROUP = "target-group"
    MEASURE = "measure"


class TargetGroup(enum.StrEnum):
    CHILDREN = "children"
    PARENTS_AND_EDUCATORS = "parents-and-educators"
    INDUSTRY = "industry"
    POLICY_MAKERS = "policy-makers"
    LAW_ENFORCEMENT = "law-enforcement"


class Measure(enum.StrEnum):
    """The five pillars of the Global Cybersecurity Agenda, and awareness, which Resolution 67 names
    beside them.
    """

    LEGAL = "legal"
    TECHNICAL = "technical"
    ORGANIZATIONAL = "organizational"
    CAPACITY_BUILDING = "capacity-building"
    INTERNATIONAL_COOPERATION = "international-cooperation"
    AWARENESS = "awareness"


INITIATIVE_KIND_NAMES = {
    InitiativeKind.CAMPAIGN: _l("Campaign"),
    InitiativeKind.TECHNOLOGY: _l("Technology"),
    InitiativeKind.GUIDELINES: _l("Guidelines"),
    InitiativeKind.LEGAL_INSTRUMENT: _l("Legal instrument"),
    InitiativeKind.NETWORK: _l("Network"),
    InitiativeKind.HOTLINE: _l("Hotline or helpline"),
    InitiativeKind.STUDY: _l("Study"),
    InitiativeKind.CAPACITY_BUILDING: _l("Capacity building"),
    InitiativeKind.REGIONAL_PROJECT: _l("Regional project"),
    InitiativeKind.PARTNERSHIP: _l("Partnership"),
    InitiativeKind.PROGRAMME: _l("Programme"),
}

CONFIDENCE_NAMES = {
    Confidence.SOURCED: _l("Sourced"),
    Confidence.PARTLY_SOURCED: _l("Partly sourced"),
    Confidence.TO_BE_CONFIRMED: _l("To be confirmed"),
}

STATE_NAMES = {
    EntryState.PROPOSED: _l("Proposed"),
    EntryState.ACCEPTED: lazy_pgettext("an entry", "Accepted"),
    EntryState.DECLINED: lazy_pgettext("an entry", "Declined"),
    EntryState.WITHDRAWN: lazy_pgettext("an entry", "Withdrawn"),
    EntryState.MERGED: _l("Merged"),
}

PROJECT_STATE_NAMES = {
    ProjectState.PLANNED: _l("Planned"),
    ProjectState.RUNNING: _l("Running"),
    ProjectState.SUSPENDED: _l("Suspended"),
    ProjectState.COMPLETED: _l("Completed"),
    ProjectState.CANCELLED: _l("Cancelled"),
}

TARGET_GROUP_NAMES = {
    TargetGroup.CHILDREN: _l("Children"),
    TargetGroup.PARENTS_AND_EDUCATORS: _l("Parents and educators"),
    TargetGroup.INDUSTRY: _l("Industry"),
    TargetGroup.POLICY_MAKERS: _l("Policy-makers"),
    TargetGroup.LAW_ENFORCEMENT: _l("Law enforcement"),
}

MEASURE_NAMES = {
    Measure.LEGAL: _l("Legal"),
    Measure.TECHNICAL: _l("Technical"),
    Measure.ORGANIZATIONAL: _l("Organizational"),
    Measure.CAPACITY_BUILDING: _l("Capacity building"),
    Measure.INTERNATIONAL_COOPERATION: _l("International cooperation"),
    Measure.AWARENESS: _l("Awareness"),
}
