"""What papers need of the agenda of their meeting. The feature that keeps agendas signs up here."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.traces.discussions import AgendaDiscussion


class Agendas(Protocol):
    """Items are named by their ids, so that papers need not know what an agenda is made of."""

    def items_to_choose(self, meetings: Iterable[Meeting]) -> Mapping[int, Mapping[int, str]]:
        """Of each meeting, by its id, the items by theirs: `{7: "2.1 Awareness campaigns"}`."""

    def items_of(self, contribution: Contribution) -> list[int]:
        """The items that it stands under, in the order in which it was placed there."""

    def places_of(
        self, contribution: Contribution, also: Collection[int] = ()
    ) -> list[tuple[str, str]]:
        """Name and address of each item that it stands under, and of those under which it is `also` to stand."""

    def documents_under(self, meeting: Meeting, item_id: int) -> tuple[str, list[int]] | None:
        """The name of an item, and the papers that it and those below it take up. None: no such item."""

    def discussions_of(
        self, contribution: Contribution, audiences: frozenset[str]
    ) -> list[AgendaDiscussion]:
        """Of all meetings whose agendas this reader may read, the earliest first."""

    def place(self, contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
        """Under these items and no others."""

    def place_also(
        self, contribution: Contribution, item_ids: Collection[int], *, by: Person
    ) -> None:
        """Under these items too, if they are still there."""

    def show_change(self, contribution: Contribution, *, by: Person) -> None:
        """A document is new, has another wording or was withdrawn: whoever has the agenda open sees that."""


_registered: list[Agendas] = []


def keep_agendas(agendas: Agendas) -> None:
    _registered.append(agendas)


def agendas() -> Agendas:
    [registered] = _registered
    return registered
