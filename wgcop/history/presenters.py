"""How each kind of target looks to those who hear of it: a registry that features fill at import.

The page and the broadcast share one partial, so a presenter gets no reader, only the target's id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Action = Literal["append", "replace", "remove"]


@dataclass(frozen=True)
class Presentation:
    """`target` is the DOM id of the list to append to, or of the element to replace or remove."""

    action: Action
    target: str
    html: str


Presenter = Callable[[str, str], Presentation | None]
"""(target id, kind of entry) → what to show, or None when there is nothing any more."""

_presenters: dict[str, Presenter] = {}


def presents(target_kind: str) -> Callable[[Presenter], Presenter]:
    def register(presenter: Presenter) -> Presenter:
        if target_kind in _presenters:
            raise ValueError(f"Two presenters say how “{target_kind}” looks.")
        _presenters[target_kind] = presenter
        return presenter

    return register


def present(target_kind: str, target_id: str, entry_kind: str) -> Presentation | None:
    return _presenters[target_kind](target_id, entry_kind)


def registered() -> dict[str, Presenter]:
    return dict(_presenters)
