"""Letters about entries of the registry, to each reader in their language."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from wgcop.accounts.models import Person
from wgcop.accounts.queries import members_of
from wgcop.i18n import written_to
from wgcop.initiatives.models import Initiative
from wgcop.letters import READER, Readers, WrittenLetter, about_readers, apart, fill_in, post


def write_letters(
    people: Iterable[Person], template: str, *, page: str, readers: Readers = (), **values: Any
) -> None:
    """Write a letter to each active person once. A letter that cannot be written is logged and
    skipped. It is sent only to people who are still among the `readers` at that time.
    """
    for person in {person.id: person for person in people if person.active}.values():
        post_apart(person, partial(fill_in, template, **values), page=page, readers=readers)


def post_apart(
    person: Person, letter: Callable[[], WrittenLetter], *, page: str, readers: Readers = ()
) -> None:
    """Store the letter that `letter` returns in the person's language. If it cannot be written,
    that is logged.
    """
    with apart("initiatives", page=page), written_to(person.language):
        post(
            person,
            letter().headed,
            page=page,
            source=READER,
            about=about_readers(readers),
        )


def proposers_of(initiative: Initiative) -> list[Person]:
    """Return the person who proposed the entry, and the members of the delegation that answers for
    it.
    """
    own = [initiative.proposed_by] if initiative.proposed_by else []
    return [*own, *(members_of(initiative.delegation) if initiative.delegation and own else [])]
