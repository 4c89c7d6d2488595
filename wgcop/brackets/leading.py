"""Who leads the meetings that take up a clause. The feature that keeps agendas says it here."""

from collections.abc import Callable, Collection

from wgcop.accounts.models import Person

Leads = Callable[[Person, Collection[int]], set[int]]

_asked: list[Leads] = []


def says_who_leads(leads: Leads) -> Leads:
    """Register a function that returns those of the clauses, by their ids, of which the person leads
    a meeting that takes them up.
    """
    _asked.append(leads)
    return leads


def clauses_led(person: Person, clause_ids: Collection[int]) -> set[int]:
    return {each for leads in _asked for each in leads(person, clause_ids)}
