"""What Kenya and the African group keep to themselves, in words that stand nowhere else, and who may read each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.answers import words_in
from tests.permissions.things import JSON, SECRET
from tests.proposals.acts import act, edit, hidden, proposed
from wgcop.accounts.regional import regional_group

KENYA = ("member", "drafter", "head")
AFRICA = (*KENYA, "vice-chair")


@dataclass(frozen=True)
class Secret:
    what: str
    words: str
    sign: str
    sought: str
    """Other words of it: a page of results repeats what was searched for."""
    shown_at: str
    """Where its own readers find it."""
    readers: tuple[str, ...] = KENYA


CLAUSE, ITS_POSITIONS = "/clauses/{wid}", "/clauses/{wid}/positions"
COMMENT = Secret(
    "a comment within Kenya", f"The {SECRET} stays with us.", SECRET, "stays with us", CLAUSE
)
OF_AFRICA = Secret(
    "a comment within the African group",
    "The wombat is grazing among us.",
    "wombat",
    "grazing among",
    CLAUSE,
    AFRICA,
)
POSITION = Secret(
    "a position within Kenya", "Our ibex is wavering.", "wavering", "ibex", ITS_POSITIONS
)
RED_LINE = Secret("a red line", "The lynx is unbending.", "unbending", "lynx", ITS_POSITIONS)
NOTICE = Secret(
    "a word in confidence",
    "The marmot is a stumblingblock.",
    "stumblingblock",
    "marmot",
    ITS_POSITIONS,
)
PROPOSAL = Secret(
    "the words of a proposal",
    "that the ocelot takes part,",
    "ocelot",
    "taking part",
    "{unreleased}",
)
REASONS = Secret(
    "the reasons of a proposal", "The tapir is asleep.", "tapir", "asleep", "{unreleased}"
)
SAID = Secret(
    "a comment on a proposal", "The numbat is for us alone.", "numbat", "us alone", "{unreleased}"
)
SECRETS = (COMMENT, OF_AFRICA, POSITION, RED_LINE, NOTICE, PROPOSAL, REASONS, SAID)

TOLD = {("chair", "/meetings/{meeting}/live", NOTICE)}
"""Whoever presides reads the word in confidence in the room, and nowhere else."""


def keep(world, http, named: dict[str, Any]) -> None:
    """Make all of them through the pages. Beside them Kenya releases other positions and other proposals."""
    kenya, clause, africa = http(world.amina), CLAUSE.format(**named), regional_group("atu")
    assert africa
    said = {"body": OF_AFRICA.words, "audience": africa.audience, "key": OF_AFRICA.sign}
    assert kenya.post(f"{clause}/comments", data=said, headers=JSON).status_code == 201
    released = proposed(kenya, change=("many of them", "all of them"))
    assert act(kenya, released, "release").status_code == 303
    named["offered"] = released.rpartition("/")[2]
    for page in position_pages(named):
        record(kenya, page, "agrees", "released", "In the interest of all.")
        record(kenya, page, "objects", "within", POSITION.words)
        record(kenya, page, "objects", "red-line", RED_LINE.words)
    assert tell_chair(kenya, named, NOTICE.words).status_code == 303
    named["unreleased"] = unreleased = propose(kenya, named, "that the first ocelot takes part,")
    changed = edit(kenya, unreleased, PROPOSAL.words, reasons=REASONS.words)
    assert changed.status_code == 303
    within = {"body": SAID.words, "audience": f"delegation:{named['kenya']}", "key": SAID.sign}
    thread = f"/threads/proposal:{unreleased.rpartition('/')[2]}"
    assert kenya.post(f"{thread}/comments", data=within).status_code == 303
    other = propose(kenya, named, "that all take part,", reasons="")
    assert act(kenya, other, "release").status_code == 303


def position_pages(named: dict[str, Any]) -> tuple[str, str]:
    """Where Kenya takes positions: on a clause, and on a proposal of its own that all members read."""
    return ITS_POSITIONS.format(**named), f"/proposals/{named['offered']}/positions"


def record(visitor, page: str, stance: str, layer: str, reason: str) -> None:
    form = visitor.get(page).text
    fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
    answer = visitor.post(page, data={"stance": stance, "layer": layer, "reason": reason} | fields)
    assert answer.status_code == 303, answer.text


def tell_chair(visitor, named: dict[str, Any], line: str) -> Any:
    page = ITS_POSITIONS.format(**named)
    told = {"line": line, "group": hidden(visitor.get(page).text, "group")}
    return visitor.post(f"{page}/notice", data=told)


def propose(visitor, named: dict[str, Any], words: str, reasons: str = REASONS.words) -> str:
    """The address of a new proposal."""
    page = f"{CLAUSE.format(**named)}/proposals"
    form = visitor.get(f"{page}/new").text
    fields = {name: hidden(form, name) for name in ("key", "words_seen", "speaking_as")}
    data = fields | {"words": words, "symbol": "", "reasons": reasons, "seen": ""}
    answer = visitor.post(page, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def leaks(reader: str, address: str, answer: Any) -> Iterator[str]:
    """What it tells this reader of what is not theirs. The address is as the table has it."""
    others = [each for each in SECRETS if reader not in each.readers]
    words = words_in(answer) if others else ""
    for each in others:
        if each.sign in words and (reader, address, each) not in TOLD:
            yield f"{address} tells the {reader} of {each.what}: {each.sign}."
