"""The six languages of the Union, and the treatment of all others."""

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
"""The tag of a text that is, as far as anybody knows, in none of the six. Pages call it “Other”."""
OTHER = "other"
"""The value under which all languages besides the six are counted and chosen."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def group_of(language: str) -> str:
    """Return the value under which a language is counted and chosen: one of the six, or `other`."""
    tag = primary_subtag(language)
    return tag if tag in LANGUAGE_NAMES else OTHER


def primary_subtag(tag: str) -> str:
    """Return the first part of a language tag, such as `en` for `en-GB` or `en_GB`."""
    return re.split(r"[-_]", tag.strip(), maxsplit=1)[0].lower()


def language_direction(language: str) -> str:
    """Return the direction of a page in this language, `rtl` or `ltr`. For a text,
    `scripts.direction` judges by its letters.
    """
    return "rtl" if primary_subtag(language) in _RIGHT_TO_LEFT else "ltr"
