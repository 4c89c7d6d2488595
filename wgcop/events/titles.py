"""The titles of topics in the reader's language.

A topic is stored with the name of its thing alone. What a page says beside that name is said when
it is shown, since whoever opened the topic may read another language than its readers.
"""

from collections.abc import Callable

_said: dict[str, Callable[[str], str]] = {}


def says_title(first_word: str, say: Callable[[str], str]) -> None:
    """Register how the stored titles of topics whose names begin with this word are said."""
    _said[first_word] = say


def shown_title(name: str, title: str) -> str:
    """Return the title of the topic with this name, which is stored as `title`, for its reader."""
    say = _said.get(name.partition(":")[0])
    return say(title) if say else title
