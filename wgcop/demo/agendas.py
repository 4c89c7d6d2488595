"""The agendas of the two meetings of the demo world, and the decisions on them."""

from dataclasses import dataclass
from datetime import time

from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import Outcome
from wgcop.demo.talk import DIRECTOR

PLACE = "Geneva and online"
ZONE = "Europe/Zurich"
CONTACT = "Secretariat of WG-COP"
CONTACT_ADDRESS = "wg-cop@example.org"


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


SECOND = (
    DemoItem(
        title="Opening and adoption of the agenda",
        kind=ItemKind.ADOPTION,
        presenter="Chair",
        minutes=15,
        outcome=Outcome.ADOPTED,
        decided="The agenda was adopted as published.",
    ),
    DemoItem(
        title="How the group takes up Resolution 67",
        minutes=60,
        clauses=("invites Member States 1",),
        outcome=Outcome.AGREED,
        decided=(
            "The group will go through the operative part clause by clause, with a thread open to all "
            "members on each, and will record what was done under it."
        ),
        notes=(
            "Several delegations asked that threads stay open between meetings. The chair said that each "
            "thread has a window, and that what comes later is taken up at the next meeting.\n\n"
            "It was asked who may write. The secretariat answered that every member may."
        ),
    ),
    DemoItem(
        title="Awareness campaigns: what members have done",
        minutes=45,
        clauses=("invites Member States 2",),
        outcome=Outcome.NOTED,
        decided=(
            "Reports by Kenya, Japan and Brazil were noted. Members were invited to send the figures on "
            "which they rest."
        ),
        asked=(
            DemoAction(
                text="Send the figures on which the report of the campaign in schools rests.",
                owner="BRA",
                due=-60,
                done="The figures are in the contribution to the third meeting.",
            ),
        ),
    ),
    DemoItem(
        title="Requests for information by several bodies",
        minutes=45,
        clauses=(f"{DIRECTOR} 2",),
        outcome=Outcome.DEFERRED,
        decided=(
            "Deferred to the third meeting. The secretariat was asked to list the requests of the last two "
            "years and the questions that they have in common."
        ),
        asked=(
            DemoAction(
                text="List the requests for information of the last two years, and the questions in common.",
                due=-14,
            ),
        ),
    ),
    DemoItem(
        title="Work plan",
        minutes=30,
        clauses=(f"{DIRECTOR} 4", f"{DIRECTOR} 5"),
        outcome=Outcome.APPROVED,
        decided="The work plan was approved, with a first outline of the report due before the fourth meeting.",
        asked=(
            DemoAction(
                text="Write a first outline of the report to the next WTDC.", owner="elke", due=75
            ),
        ),
    ),
    DemoItem(
        title="Any other business and closing",
        minutes=15,
        outcome=Outcome.NOTED,
        decided="The observers' offer to share yearly figures of helplines was noted with thanks.",
    ),
)

THIRD = (
    DemoItem(
        title="Opening and adoption of the agenda",
        kind=ItemKind.ADOPTION,
        presenter="Chair",
        minutes=15,
        outcome=Outcome.ADOPTED,
        decided="The agenda was adopted with the papers listed in it.",
    ),
    DemoItem(
        title="Outcome of the second meeting",
        kind=ItemKind.APPROVAL,
        presenter="Secretariat",
        minutes=60,
        outcome=Outcome.NOTED,
        decided="The outcome of the second meeting was noted.",
    ),
    DemoItem(
        title="Implementation of Resolution 67",
        on=0,
        at=time(9, 30),
        below=(
            DemoItem(
                title="Guidance to Member States, with Question 22-2/1",
                kind=ItemKind.CLAUSES,
                presenter="Rapporteur, Question 22-2/1",
                minutes=45,
                clauses=(f"{DIRECTOR} 1",),
                papers=("date",),
                note="The thread shows convergence on making the guidance available before the next WTDC.",
            ),
            DemoItem(
                title="One list of requests for information",
                kind=ItemKind.CLAUSES,
                minutes=45,
                clauses=(f"{DIRECTOR} 2",),
                papers=("list", "requests"),
                takes_up="Requests for information by several bodies",
            ),
            DemoItem(
                title="Regional projects and the regional offices",
                kind=ItemKind.CLAUSES,
                minutes=30,
                clauses=(f"{DIRECTOR} 4",),
            ),
            DemoItem(
                title="Awareness campaigns",
                kind=ItemKind.CLAUSES,
                minutes=30,
                clauses=("invites Member States 2",),
            ),
        ),
    ),
    DemoItem(
        title="Technological solutions: a common sheet",
        kind=ItemKind.CLAUSES,
        minutes=45,
        on=0,
        at=time(14, 30),
        clauses=("invites Sector Members",),
    ),
    DemoItem(
        title="Coordination with other initiatives",
        kind=ItemKind.CLAUSES,
        minutes=60,
        on=1,
        at=time(9, 30),
        clauses=(f"{DIRECTOR} 3",),
        note="Please look into the registry before the item is opened, and tell the secretariat what is missing.",
    ),
    DemoItem(
        title="Report to the next WTDC: form and first rows",
        kind=ItemKind.REPORT,
        minutes=90,
        clauses=(f"{DIRECTOR} 5",),
    ),
    DemoItem(
        title="Any other business and closing",
        kind=ItemKind.OTHER,
        minutes=30,
        on=2,
        at=time(11, 0),
    ),
)

STATEMENT = (
    "Brazil supports that the outcome of the second meeting is noted. It wishes to place on record that the figures "
    "of its campaign in schools cover public schools only."
)
"""A statement of Brazil on the outcome of the second meeting."""

PROPOSED = "Age checks on games: what regulators have tried"
WHY_PROPOSED = (
    "Brazil has figures of one year that others may find useful before the report is outlined."
)
