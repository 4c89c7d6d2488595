"""How each kind of target is rendered for listening pages: a registry that features fill at import.

Page and broadcast share one partial template, so a presenter knows the target but not the reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from flask import render_template

from wgcop.database import Base, db

Action = Literal["append", "replace", "remove"]
Row = TypeVar("Row", bound=Base)


Fact = str | int | list[str]


@dataclass(frozen=True)
class Presentation:
    """The presentation of a target. `target` is the DOM id of the list to append to, or of the
    element to replace or remove.

    `about` contains facts for scripts, so that they need not read the markup; it is the same for
    every reader.
    """

    action: Action
    target: str
    html: str
    about: Mapping[str, Fact] = field(default_factory=dict)


Presenter = Callable[[str, str], Presentation | None]
"""A function that takes the target's id and the kind of entry, and returns its presentation, or
None if the target is gone.
"""

_presenters: dict[str, Presenter] = {}


def presents(target_kind: str) -> Callable[[Presenter], Presenter]:
    def register(presenter: Presenter) -> Presenter:
        if target_kind in _presenters:
            raise ValueError(f"Two presenters say how “{target_kind}” looks.")
        _presenters[target_kind] = presenter
        return presenter

    return register


def presents_row(
    target_kind: str, model: type[Row]
) -> Callable[[Callable[[Row, str], Presentation | None]], Presenter]:
    """Register a presenter that gets the row with the target's id, and is not called if that row is
    gone.
    """

    def register(presenter: Callable[[Row, str], Presentation | None]) -> Presenter:
        @presents(target_kind)
        def present_row(target_id: str, entry_kind: str) -> Presentation | None:
            row = db.session.get(model, int(target_id))
            return presenter(row, entry_kind) if row is not None else None

        return present_row

    return register


def presents_nothing(target_kind: str) -> None:
    """Declare that entries about this kind of target change no open page."""
    presents(target_kind)(lambda _target_id, _entry_kind: None)


def appended(target: str, template: str, **values: Any) -> Presentation:
    return Presentation("append", target, render_template(template, **values))


def replaced(target: str, template: str, **values: Any) -> Presentation:
    return Presentation("replace", target, render_template(template, **values))


def removed(target: str) -> Presentation:
    return Presentation("remove", target, "")


def present(target_kind: str, target_id: str, entry_kind: str) -> Presentation | None:
    return _presenters[target_kind](target_id, entry_kind)


def registered() -> dict[str, Presenter]:
    return dict(_presenters)
