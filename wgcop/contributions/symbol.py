"""The symbol of a document, printed and read: `WG-COP/3/7`, `WG-COP/3/7 Rev.1`, `WG-COP/3/7(Rev.1)-E`."""

import re
from dataclasses import dataclass
from typing import Self

_SYMBOL = re.compile(
    r"""(?P<group>[A-Z][A-Z-]*[A-Z])
        / (?P<meeting>[1-9]\d{0,3}) / (?P<number>[1-9]\d{0,5})
        (?P<before>-[ACEFRS])?
        (?: [/ ]? \(? (?: Rev (?:ision|\.)? \s? | R) (?P<revision>\d{1,3}) \)? )?
        (?: /original )?
        (?P<after>-[ACEFRS])?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Symbol:
    """`revision` 0 is the original."""

    group: str
    meeting: int
    number: int
    revision: int = 0

    def __str__(self) -> str:
        document = f"{self.group}/{self.meeting}/{self.number}"
        return f"{document} Rev.{self.revision}" if self.revision else document

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None if this is no symbol. A language letter names a copy, not another document, so it is left out."""
        match = _SYMBOL.fullmatch(" ".join(text.split()))
        if match is None:
            return None
        return cls(
            match["group"].upper(),
            int(match["meeting"]),
            int(match["number"]),
            int(match["revision"] or 0),
        )
