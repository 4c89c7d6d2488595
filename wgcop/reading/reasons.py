"""Why a file did not come in, or what to know of one that did: kept as a sentence, told in the reader's language."""

from typing import Any

from flask_babel import gettext

from wgcop.errors import Invalid


class Reason:
    """`Reason("It has more than %(most)d pages.", most=5000)`: translators know the sentence, whoever reads fills it."""

    def __init__(self, sentence: str, **values: "str | int | Reason") -> None:
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return gettext(self.sentence, **self.values)

    def as_kept(self) -> list[Any]:
        """For JSON."""
        values = {
            name: value.as_kept() if isinstance(value, Reason) else value
            for name, value in self.values.items()
        }
        return [self.sentence, values]

    @classmethod
    def kept(cls, written: list[Any]) -> "Reason":
        sentence, values = written
        return cls(
            sentence,
            **{
                name: cls.kept(value) if isinstance(value, list) else value
                for name, value in values.items()
            },
        )


class NotTaken(Invalid):
    """This file becomes no document; the others of its import do."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)
