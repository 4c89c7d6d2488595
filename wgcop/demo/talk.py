"""The comments, positions and proposals of the demo world on clauses of Resolution 67, public and within delegations."""

from dataclasses import dataclass

from wgcop.demo.data_files import all_built, read
from wgcop.positions.stances import Layer, Stance
from wgcop.threads.chairing.standings import Standing
from wgcop.threads.models import CommentType


@dataclass(frozen=True, kw_only=True)
class DemoComment:
    """A comment. `ago` is in hours before the world is loaded. A comment with `to` answers the one
    with that `key`.

    `released_by` is the person who releases a private comment some hours later.

    With `instead` it suggests these words for those that it quotes; `proposed_by` is the person who
    makes a proposal of them within their delegation.
    """

    by: str
    ago: float
    body: str
    type: CommentType = CommentType.SUBSTANTIVE
    key: str = ""
    to: str = ""
    privately: bool = False
    in_office: bool = False
    language: str = "en"
    edited: str = ""
    retracted: bool = False
    quoting: str = ""
    instead: str = ""
    words_supported_by: tuple[str, ...] = ()
    proposed_by: str = ""
    supported_by: tuple[str, ...] = ()
    released_by: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoPosition:
    """A position of the delegation that its head speaks for, on a clause or on the proposal that
    has it. `ago` is in hours.
    """

    clause: str = ""
    by: str
    ago: float
    layer: Layer
    stance: Stance
    reason: str


@dataclass(frozen=True, kw_only=True)
class DemoProposal:
    """What a delegation proposes: other words for some that the clause has, or with `after` a new
    clause after it. `ago` is in hours.
    """

    clause: str
    by: str
    ago: float
    words: str
    reasons: str
    replaces: str = ""
    after: bool = False
    released: bool = False
    positions: tuple[DemoPosition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoConfided:
    """What a head tells those who preside over the group in confidence. `ago` is in hours."""

    clause: str
    by: str
    ago: float
    line: str


_DATA = read("talk")
THREADS = {
    thread["clause"]: all_built(DemoComment, thread["comments"]) for thread in _DATA["threads"]
}
STANDINGS = {clause: Standing(name) for clause, name in _DATA["standings"].items()}
RESOLVED: str = _DATA["resolved"]
MERGED: str = _DATA["merged"]
NOTE: tuple[str, str] = (_DATA["note"]["clause"], _DATA["note"]["text"])
POSITIONS = all_built(DemoPosition, _DATA["positions"])
PROPOSALS = all_built(DemoProposal, _DATA["proposals"])
CONFIDED = DemoConfided(**_DATA["confided"])
