"""Decides which letters and addresses typed text may contain, and where an address in it ends."""

import re
from collections.abc import Iterator
from unicodedata import category

_BARE_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Overrides show a text in another order than it is stored; embeddings and isolates are left alone. A
# lone surrogate, which JSON can carry, cannot be stored at all. U+FFFE and U+FFFF are not allowed in
# XML, so that no Word file could be written of a text with one.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ud800-\udfff\ufffe\uffff]")

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Characters that Unicode counts as letters but that show nothing."""


def clean(text: str) -> str:
    """Return the text with one kind of line end, and without characters that hide or reverse
    others.
    """
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unseen(text: str) -> Iterator[re.Match[str]]:
    """Return the characters that `clean` removes."""
    return _UNSEEN.finditer(text)


def has_visible(text: str) -> bool:
    """Return whether the text has a letter or digit besides spaces, punctuation and invisible
    characters such as U+200B.
    """
    return any(category(letter)[0] in "LN" and letter not in _FILLERS for letter in text)


def is_safe_url(url: str) -> bool:
    return bool(_SAFE_URL.match(url))


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each address in a text, without the punctuation that follows it."""
    for match in _BARE_URL.finditer(text):
        url = match[0].rstrip(".,;:!?'*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?'*_")
        if not url.endswith("//"):
            yield match.start(), match.start() + len(url)
