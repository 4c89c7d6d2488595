"""The six languages of the Union, and what all others are counted as."""

import re

LANGUAGE_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
}
"""The six languages of the Union, each in its own words."""
UNDETERMINED = "und"
"""The tag of a text that is in none of the six as far as anybody knows; pages call it “Other”."""
OTHER = "other"
"""What all languages besides the six are counted and chosen as."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def group_of(language: str) -> str:
    """What a text's language is counted and chosen as: one of the six, or `other`."""
    tag = primary_subtag(language)
    return tag if tag in LANGUAGE_NAMES else OTHER


def primary_subtag(tag: str) -> str:
    """`en` of `en-GB` or `en_GB`."""
    return re.split(r"[-_]", tag.strip(), maxsplit=1)[0].lower()


def language_direction(language: str) -> str:
    """Which way a page in this language runs: `rtl` or `ltr`. `scripts.direction` says it of a text by its letters."""
    return "rtl" if primary_subtag(language) in _RIGHT_TO_LEFT else "ltr"
