"""The facts of a body, as they are entered."""

from collections.abc import Iterable
from dataclasses import dataclass

from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.levels import Level, Region


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """The data that are entered about a body. `after` names the bodies whose work it continues."""

    code: str
    kind: BodyKind
    name: str
    level: Level = Level.INTERNATIONAL
    region: Region | None = None
    period: str = ""
    link: str = ""
    aliases: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @classmethod
    def of(cls, body: Body, earlier: Iterable[Body]) -> "BodyFacts":
        return cls(
            code=body.code,
            kind=body.kind,
            name=body.name,
            level=body.level,
            region=body.region,
            period=body.period,
            link=body.link,
            aliases=tuple(alias.name for alias in body.aliases),
            after=tuple(one.code for one in earlier),
        )
