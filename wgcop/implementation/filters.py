"""The reader's choice of which clauses of an edition to see, and in which order (no database)."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from wgcop.implementation.chain import ClauseChain, ShownAction, without_evidence_first
from wgcop.implementation.states import ReviewState


class Narrowing(enum.StrEnum):
    WITHOUT_EVIDENCE = "without-evidence"
    LATE = "late"
    ASKING = "asking"
    NOT_APPROVED = "not-approved"
    REPLIES = "replies"


NARROWING_NAMES = {
    Narrowing.WITHOUT_EVIDENCE: _l("Without evidence"),
    Narrowing.LATE: _l("With a late action"),
    Narrowing.ASKING: _l("Still valid?"),
    Narrowing.NOT_APPROVED: _l("Not approved yet"),
    Narrowing.REPLIES: _l("With requests to members"),
}


@dataclass(frozen=True)
class ChainFilters:
    show: Narrowing | None = None
    progress: str = ""
    delegation: int | None = None
    in_text_order: bool = False

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "ChainFilters":
        """Read the filters from the parameters of the page's address. An unknown value of `show` or
        `delegation` is ignored.
        """
        delegation = data.get("delegation", "")
        return cls(
            show=next((each for each in Narrowing if each == data.get("show")), None),
            progress=data.get("progress", ""),
            delegation=int(delegation) if delegation.isdecimal() and len(delegation) < 10 else None,
            in_text_order=data.get("order") == "text",
        )

    @property
    def any(self) -> bool:
        return bool(self.show or self.progress or self.delegation)

    def address(self, **changes: object) -> str:
        """Return the query string of the page with these choices."""
        now = replace(self, **changes)  # type: ignore[arg-type]
        chosen = {
            "show": now.show,
            "progress": now.progress,
            "delegation": now.delegation,
            "order": "text" if now.in_text_order else "",
        }
        return f"?{urlencode({name: value for name, value in chosen.items() if value})}"

    def applied(self, chains: Sequence[ClauseChain]) -> list[ClauseChain]:
        narrowed = [chain for chain in map(self._narrowed, chains) if chain is not None]
        return narrowed if self.in_text_order else without_evidence_first(narrowed)

    def _narrowed(self, chain: ClauseChain) -> ClauseChain | None:
        if self.show == Narrowing.WITHOUT_EVIDENCE and (chain.has_evidence or not chain.wording):
            return None
        if self.show == Narrowing.REPLIES and not chain.requests:
            return None
        by_action = self.progress or self.delegation or self.show in _ABOUT_ACTIONS
        if not by_action:
            return chain
        actions = [action for action in chain.actions if self._has(action)]
        evidence = (
            [piece for piece in chain.evidence if piece.asks]
            if self.show == Narrowing.ASKING
            else []
        )
        return replace(chain, actions=actions, evidence=evidence) if actions or evidence else None

    def _has(self, shown: ShownAction) -> bool:
        if self.progress and shown.facts.progress != self.progress:
            return False
        if self.delegation and shown.facts.delegation_id != self.delegation:
            return False
        match self.show:
            case Narrowing.LATE:
                return shown.counts and shown.facts.is_late
            case Narrowing.ASKING:
                return shown.action.asks or any(piece.asks for piece in shown.evidence)
            case Narrowing.NOT_APPROVED:
                return shown.is_as_it_stands and shown.action.review != ReviewState.APPROVED
        return True


_ABOUT_ACTIONS = (Narrowing.LATE, Narrowing.ASKING, Narrowing.NOT_APPROVED)
