"""Which letters and addresses are let through, and where an address in a text ends."""

import re
from collections.abc import Iterator
from unicodedata import category

_BARE_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Overrides make text read otherwise than it is stored; embeddings and isolates are left alone. Half a
# character, which JSON can carry, cannot be stored at all; U+FFFE and U+FFFF are no characters, and no XML
# may have them, so that no Word file could be written of a text with one.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ud800-\udfff\ufffe\uffff]")

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their kind that show nothing."""


def clean(text: str) -> str:
    """One kind of line end, and no character that hides or reverses others."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unseen(text: str) -> Iterator[re.Match[str]]:
    """The characters that `clean` takes out."""
    return _UNSEEN.finditer(text)


def has_visible(text: str) -> bool:
    """Whether there is a letter or digit beside blanks, signs and what is not seen, such as U+200B."""
    return any(category(letter)[0] in "LN" and letter not in _FILLERS for letter in text)


def is_safe_url(url: str) -> bool:
    return bool(_SAFE_URL.match(url))


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses in a text begin and end, without the punctuation that follows them."""
    for match in _BARE_URL.finditer(text):
        url = match[0].rstrip(".,;:!?'*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?'*_")
        if not url.endswith("//"):
            yield match.start(), match.start() + len(url)
