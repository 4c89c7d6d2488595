"""The reason why a file was not imported, or a remark on one that was: a sentence that is
translated when it is shown.
"""

from typing import Any

from flask_babel import gettext

from wgcop.errors import Invalid


class Reason:
    """A sentence and its values, stored separately: `Reason("It has more than %(most)d pages.",
    most=5000)`.
    """

    def __init__(self, sentence: str, **values: "str | int | Reason") -> None:
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return gettext(self.sentence, **self.values)

    def as_list(self) -> list[Any]:
        """Return the sentence and its values for JSON."""
        values = {
            name: value.as_list() if isinstance(value, Reason) else value
            for name, value in self.values.items()
        }
        return [self.sentence, values]

    @classmethod
    def from_list(cls, written: list[Any]) -> "Reason":
        sentence, values = written
        return cls(
            sentence,
            **{
                name: cls.from_list(value) if isinstance(value, list) else value
                for name, value in values.items()
            },
        )


def both(one: Reason | None, other: Reason | None) -> Reason | None:
    if one and other:
        return Reason("%(one)s %(other)s", one=one, other=other)
    return one or other


class NotTaken(Invalid):
    """Raised for a file that does not become a document. The other files of the import are not
    affected.
    """

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)
