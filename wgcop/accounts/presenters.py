"""How a person is shown to others in a room. Changes to an account are not broadcast."""

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.roles import title_in_words
from wgcop.events.presence import Present, introduces, names_for_readers
from wgcop.events.presenters import presents_nothing

presents_nothing("person")
names_for_readers(title_in_words)


@introduces
def present() -> Present:
    """Return the current person with the name of their delegation, or otherwise of their office."""
    person, capacity = current_person(), current_capacity()
    delegation = capacity.delegation.name if capacity and capacity.delegation else ""
    return Present(person.id, person.name, delegation or (capacity.title if capacity else ""))
