"""Levels and regions: national, one of the six regions of ITU-D, or international."""

import enum

from flask_babel import lazy_gettext as _l


class Level(enum.StrEnum):
    NATIONAL = "national"
    REGIONAL = "regional"
    INTERNATIONAL = "international"


class Region(enum.StrEnum):
    AFRICA = "africa"
    AMERICAS = "americas"
    ARAB_STATES = "arab-states"
    ASIA_PACIFIC = "asia-pacific"
    CIS = "cis"
    EUROPE = "europe"


LEVEL_NAMES = {
    Level.NATIONAL: _l("National"),
    Level.REGIONAL: _l("Regional"),
    Level.INTERNATIONAL: _l("International"),
}

REGION_NAMES = {
    Region.AFRICA: _l("Africa"),
    Region.AMERICAS: _l("Americas"),
    Region.ARAB_STATES: _l("Arab States"),
    Region.ASIA_PACIFIC: _l("Asia and the Pacific"),
    Region.CIS: _l("CIS"),
    Region.EUROPE: _l("Europe"),
}

REGION_WORDS = {
    Region.AFRICA: "Africa",
    Region.AMERICAS: "Americas",
    Region.ARAB_STATES: "Arab States",
    Region.ASIA_PACIFIC: "Asia-Pacific",
    Region.CIS: "CIS",
    Region.EUROPE: "Europe",
}
"""The names of regions in tables, which are the same in every language."""
