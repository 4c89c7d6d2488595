"""Reads what the forms of a chair's text send."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, TextAreaField
from wtforms.validators import DataRequired

from wgcop.database import LARGEST_ID
from wgcop.errors import Invalid
from wgcop.merging.models import LONGEST_TEXT, ChairsText
from wgcop.merging.pieces import Splice
from wgcop.merging.places import splices_between
from wgcop.web.fields import at_most

LONGEST_NUMBER = 10  # digits, as the largest key has


class TypedWordsForm(Form):
    """The text as it was typed. `text` is the id of the text that the page showed, `before` its words,
    and `seen` its version.
    """

    words = TextAreaField(
        _l("The chair's text"),
        [
            DataRequired(_l("A text without words cannot be agreed. Write the words.")),
            at_most(LONGEST_TEXT),
        ],
        description=_l(
            "What you type here is the chair's, and shows in blue. All members read it as you type."
        ),
    )
    text = HiddenField()
    before = HiddenField()
    seen = HiddenField()

    @classmethod
    def of(cls, text: ChairsText) -> Self:
        return cls(None, words=text.words, **cls._shown(text))

    def show(self, text: ChairsText) -> None:
        """Keep what was typed, beside the text as it is now."""
        for name, value in self._shown(text).items():
            self[name].data = value

    @staticmethod
    def _shown(text: ChairsText) -> dict[str, str]:
        return {"text": str(text.id), "before": text.words, "seen": str(text.version)}

    @property
    def splices(self) -> list[Splice]:
        return splices_between(_lines(self.before.data), _lines(self.words.data))

    @property
    def version(self) -> int:
        return whole_number(self.seen.data)


def typed_splice(sent: Any) -> Splice | None:
    """Return the words that a script sends with their place, or None if a form sends a whole text.
    Places count letters.
    """
    if "start" not in sent:
        return None
    start, stop = whole_number(sent.get("start")), whole_number(sent.get("stop"))
    words = _lines(sent.get("words"))
    if start > stop or len(words) > LONGEST_TEXT:
        raise Invalid(_("The place of the typed words was not understood. Load the page again."))
    return Splice(start, stop, words)


def whole_number(typed: str | None) -> int:
    """Return the number that a form sent, or 0 if it is none."""
    typed = typed or ""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    number = int(typed) if is_number else 0
    return number if number <= LARGEST_ID else 0


def _lines(words: str | None) -> str:
    return (words or "").replace("\r\n", "\n")
