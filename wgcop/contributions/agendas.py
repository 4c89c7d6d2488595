"""What papers need of the agenda of their meeting. The feature that keeps agendas signs up here."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution


class Agendas(Protocol):
    """Items are named by their ids, so that papers need not know what an agenda is made of."""

    def items_to_choose(self, meetings: Iterable[Meeting]) -> Mapping[int, Mapping[int, str]]:
        """Of each meeting, by its id, the items by theirs: `{7: "2.1 Awareness campaigns"}`."""

    def item_of(self, contribution: Contribution) -> int:
        """The item that it was first placed under; 0 for none."""

    def places_of(self, contribution: Contribution) -> list[tuple[str, str]]:
        """Name and address of each item that it stands under."""

    def place(self, contribution: Contribution, item_id: int, *, by: Person) -> None:
        """Under this item and no other; 0 for none."""

    def show_change(self, contribution: Contribution, *, by: Person) -> None:
        """A document is new, has another wording or was withdrawn: whoever has the agenda open sees that."""


_registered: list[Agendas] = []


def keep_agendas(agendas: Agendas) -> None:
    _registered.append(agendas)


def agendas() -> Agendas:
    [registered] = _registered
    return registered
