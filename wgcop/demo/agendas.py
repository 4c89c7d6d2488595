"""The agendas of the two meetings of the demo world, and the decisions on them."""

from dataclasses import dataclass
from datetime import time

from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import Outcome
from wgcop.demo.data_files import all_built, read


@dataclass(frozen=True, kw_only=True)
class DemoAction:
    """An action point. `owner` is a first name or the code of a delegation; empty for the
    secretariat. `due` counts days from today.
    """

    text: str
    owner: str = ""
    due: int
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoItem:
    """An item of an agenda. `papers` are keys of contributions; `outcome` and `decided` say how the
    meeting dealt with it.

    `asked` are its action points; `takes_up` is the title of a deferred item of the meeting before.
    `on` is the day, counted from the one on which the world is loaded, and `at` the fixed start.
    """

    title: str
    kind: ItemKind | None = None
    presenter: str = ""
    minutes: int | None = None
    on: int | None = None
    at: time | None = None
    note: str = ""
    clauses: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    outcome: Outcome | None = None
    decided: str = ""
    asked: tuple[DemoAction, ...] = ()
    takes_up: str = ""
    notes: str = ""
    """The notes that the secretariat took and published."""
    below: tuple["DemoItem", ...] = ()


_DATA = read("agendas")
PLACE, ZONE, CONTACT, CONTACT_ADDRESS = (
    _DATA[name] for name in ("place", "zone", "contact", "contact_address")
)
SECOND, THIRD = (all_built(DemoItem, _DATA[name]) for name in ("second", "third"))
STATEMENT: str = _DATA["statement"]
"""A statement of Brazil on the outcome of the second meeting."""
PROPOSED, WHY_PROPOSED = _DATA["proposed"], _DATA["why_proposed"]
