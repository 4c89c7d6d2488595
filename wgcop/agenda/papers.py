"""The services of meetings for papers: placing them on an agenda, and showing their changes there."""

from collections.abc import Collection, Iterable

from wgcop.accounts.models import Person
from wgcop.agenda import actions, queries
from wgcop.bodies.models import Meeting
from wgcop.contributions.agendas import keep_agendas
from wgcop.contributions.discussions import AgendaDiscussion
from wgcop.contributions.models import Contribution


class MeetingAgendas:
    def items_to_choose(self, meetings: Iterable[Meeting]) -> dict[int, dict[int, str]]:
        return queries.items_to_choose_of(meetings)

    def items_of(self, contribution: Contribution) -> list[int]:
        return [item.id for item in queries.items_with(contribution)]

    def places_of(
        self, contribution: Contribution, also: Collection[int] = ()
    ) -> list[tuple[str, str]]:
        return queries.numbered_items_with(contribution, also)

    def documents_under(self, meeting: Meeting, item_id: int) -> tuple[str, list[int]] | None:
        return queries.documents_under(meeting, item_id)

    def discussions_of(
        self, contribution: Contribution, audiences: frozenset[str]
    ) -> list[AgendaDiscussion]:
        return queries.discussions_of(contribution, audiences)

    def place(self, contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
        actions.choose_items(contribution, item_ids, by=by)

    def place_also(
        self, contribution: Contribution, item_ids: Collection[int], *, by: Person
    ) -> None:
        actions.add_to_items(contribution, item_ids, by=by)

    def show_change(self, contribution: Contribution, *, by: Person) -> None:
        actions.tell_of_change(contribution, by=by)


keep_agendas(MeetingAgendas())
