"""The corpus of the demo world: bodies of all three levels, and short papers written for it."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from wgcop.bodies.body import BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.levels import Level, Region

HOME = "WG-COP"

BODIES = (
    BodyFacts(
        code="22/1",
        kind=BodyKind.QUESTION,
        name="Best practices for a national approach to cybersecurity",
        period="2006–2010",
    ),
    BodyFacts(
        code="22-1/1",
        kind=BodyKind.QUESTION,
        name="Best practices for developing a culture of cybersecurity",
        period="2010–2014",
        aliases=("22-2/1",),
        after=("22/1",),
    ),
    BodyFacts(
        code="3/2",
        kind=BodyKind.QUESTION,
        name="Securing information and communication networks",
        period="2014–",
        after=("22-1/1",),
    ),
    BodyFacts(
        code=HOME,
        kind=BodyKind.GROUP,
        name="Council Working Group on Child Online Protection",
        period="2009–",
        aliases=("WG-CP", "CWG-COP"),
    ),
    BodyFacts(
        code="JCA-COP",
        kind=BodyKind.GROUP,
        name="Joint Coordination Activity on Child Online Protection",
        period="2012–",
    ),
    BodyFacts(
        code="ARB-COP",
        kind=BodyKind.GROUP,
        name="Arab regional working group on a legal framework",
        level=Level.REGIONAL,
        region=Region.ARAB_STATES,
        period="2012–",
    ),
    BodyFacts(
        code="CIS-COP",
        kind=BodyKind.GROUP,
        name="Regional initiative on child online protection in the CIS",
        level=Level.REGIONAL,
        region=Region.CIS,
        period="2014–2017",
    ),
    BodyFacts(
        code="Blue Lantern",
        kind=BodyKind.ORGANIZATION,
        name="Blue Lantern Foundation",
    ),
    BodyFacts(
        code="Jura Institute",
        kind=BodyKind.ORGANIZATION,
        name="Jura Institute of Communication Studies",
        level=Level.REGIONAL,
        region=Region.EUROPE,
    ),
    BodyFacts(
        code="Savanna Helplines",
        kind=BodyKind.ORGANIZATION,
        name="Network of Savanna Helplines",
        level=Level.REGIONAL,
        region=Region.AFRICA,
    ),
    BodyFacts(
        code="Ondara",
        kind=BodyKind.ORGANIZATION,
        name="Communications Regulator of Ondara",
        level=Level.NATIONAL,
        region=Region.AMERICAS,
    ),
)


def documents() -> list[tuple[str, bytes]]:
    """Return the path and content of each document."""
    return [(name, file.read_bytes()) for name, file in _files(_folder(), "")]


def table_of_facts() -> bytes:
    """Return the facts of the documents, as the secretariat would write them in a table."""
    return _folder().joinpath("documents.csv").read_bytes()


def _folder() -> Traversable:
    return resources.files("wgcop.demo").joinpath("corpus")


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".txt"):
            yield f"{path}{entry.name}", entry
