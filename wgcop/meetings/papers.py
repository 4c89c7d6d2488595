"""What meetings do for papers: place them on an agenda, and show there what becomes of them."""

from collections.abc import Iterable

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.agendas import keep_agendas
from wgcop.contributions.models import Contribution
from wgcop.meetings import actions, queries


class MeetingAgendas:
    def items_to_choose(self, meetings: Iterable[Meeting]) -> dict[int, dict[int, str]]:
        return queries.items_to_choose_of(meetings)

    def item_of(self, contribution: Contribution) -> int:
        items = queries.items_with(contribution)
        return items[0].id if items else 0

    def places_of(self, contribution: Contribution) -> list[tuple[str, str]]:
        return queries.numbered_items_with(contribution)

    def place(self, contribution: Contribution, item_id: int, *, by: Person) -> None:
        actions.choose_item(contribution, item_id, by=by)

    def show_change(self, contribution: Contribution, *, by: Person) -> None:
        actions.tell_of_change(contribution, by=by)


keep_agendas(MeetingAgendas())
