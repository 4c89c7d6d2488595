"""The actions on the clauses of Resolution 67 in the demo world, and the replies of members."""

from dataclasses import dataclass

from wgcop.demo.data_files import all_built, read
from wgcop.implementation.replies import ReplyState
from wgcop.implementation.states import ProgressState, ReviewState


@dataclass(frozen=True, kw_only=True)
class DemoEvidence:
    """Evidence. `thing` is the key of a paper, the title of an agenda item, the name of an entry,
    the title of a work, or an address.
    """

    kind: str
    thing: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoProgress:
    state: ProgressState
    words: str
    ago: int
    """The age in days when the world is loaded."""


@dataclass(frozen=True, kw_only=True)
class DemoDeed:
    """An action on a clause. `by` is a first name; `delegation` is a code, or empty. `begun` is in
    days before the world is loaded, and `starts` and `due` count days from then. `review` is the
    state that it reaches.
    """

    clause: str
    what: str
    by: str
    begun: int
    delegation: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    outputs: str = ""
    due: int | None = None
    starts: int | None = None
    progress: tuple[DemoProgress, ...] = ()
    evidence: tuple[DemoEvidence, ...] = ()
    review: ReviewState = ReviewState.DRAFT
    remark: str = ""
    sent_back: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoReply:
    by: str
    ago: int
    state: ReplyState
    words: str = ""
    links: tuple[str, ...] = ()
    entry: str = ""


_DATA = read("implementation")
DEEDS = all_built(DemoDeed, _DATA["deeds"])
REQUEST, REQUESTED, ASKED_AGO, DUE_AGO = (
    _DATA["request"][name] for name in ("text", "clause", "asked_ago", "due_ago")
)
REPLIES = all_built(DemoReply, _DATA["request"]["replies"])
"""The replies to the request. Caio's waits for the head of his delegation."""
