"""The interface to the agenda of a meeting that papers need. The feature that keeps agendas
registers here.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.discussions import AgendaDiscussion
from wgcop.contributions.models import Contribution


class Agendas(Protocol):
    """Access to agendas. Items are named by their ids, so that papers do not depend on the
    structure of an agenda.
    """

    def items_to_choose(self, meetings: Iterable[Meeting]) -> Mapping[int, Mapping[int, str]]:
        """Return the agenda items of each meeting by the ids of meeting and item: `{4: {7: "2.1
        Awareness campaigns"}}`.
        """

    def items_of(self, contribution: Contribution) -> list[int]:
        """Return the ids of the items under which the paper is listed, in the order in which it was
        placed there.
        """

    def places_of(
        self, contribution: Contribution, also: Collection[int] = ()
    ) -> list[tuple[str, str]]:
        """Return name and address of each item under which the paper is listed, and of the items in
        `also`.
        """

    def documents_under(self, meeting: Meeting, item_id: int) -> tuple[str, list[int]] | None:
        """Return the name of an item and the ids of the papers under it and the items below it, or
        None if there is no such item.
        """

    def discussions_of(
        self, contribution: Contribution, audiences: frozenset[str]
    ) -> list[AgendaDiscussion]:
        """Return the discussions of the paper at all meetings whose agendas this reader may read,
        earliest first.
        """

    def place(self, contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
        """Place the paper under these items and no others."""

    def place_also(
        self, contribution: Contribution, item_ids: Collection[int], *, by: Person
    ) -> None:
        """Place the paper under these items too, leaving out items that no longer exist."""

    def show_change(self, contribution: Contribution, *, by: Person) -> None:
        """Show on open pages of the agenda that a document is new, has another wording or was
        withdrawn.
        """


_registered: list[Agendas] = []


def keep_agendas(agendas: Agendas) -> None:
    _registered.append(agendas)


def agendas() -> Agendas:
    [registered] = _registered
    return registered
