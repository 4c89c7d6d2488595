"""Letters about decisions to the proposers of an entry, and about changes to the followers of the
registry.
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.accounts.queries import members_of, secretariat
from wgcop.following.queries import followers_of
from wgcop.initiatives.letters import write_letters
from wgcop.initiatives.models import REGISTRY, Initiative


def write_accepted(initiative: Initiative, *, by: Person) -> None:
    tell_proposers(initiative, by=by)
    write_added(initiative, besides=proposers_of(initiative), by=by)


def tell_proposers(initiative: Initiative, *, by: Person | None) -> None:
    people = _others(proposers_of(initiative), by)
    write_letters(people, lambda: accepted_words(initiative), page=initiative.url)


def accepted_words(initiative: Initiative) -> tuple[str, Sequence[str]]:
    return (
        _("%(reference)s in the registry: %(name)s", **_names(initiative)),
        [
            _(
                "The entry that was proposed is in the registry now, as %(reference)s: %(name)s.",
                **_names(initiative),
            ),
            _("The members of the responsible delegation may edit it.")
            if initiative.delegation
            else "",
        ],
    )


def write_declined(initiative: Initiative, *, by: Person | None) -> None:
    people = _others(proposers_of(initiative), by)
    write_letters(people, lambda: declined_words(initiative), page=initiative.url)


def declined_words(initiative: Initiative) -> tuple[str, Sequence[str]]:
    return (
        _("Not accepted into the registry: %(name)s", **_names(initiative)),
        [
            _(
                "The secretariat did not accept “%(name)s” into the registry:",
                **_names(initiative),
            ),
            initiative.decision_note,
            _("You can change the entry and propose it again."),
        ],
    )


def write_added(initiative: Initiative, *, besides: Iterable[Person] = (), by: Person) -> None:
    """Write to the followers of the registry, except those in `besides`, that an entry was added."""

    def words() -> tuple[str, Sequence[str]]:
        return (
            _("New in the registry: %(name)s", **_names(initiative)),
            [f"{initiative.reference} {initiative.title}".strip(), initiative.scope],
        )

    known = {person.id for person in besides}
    people = [each for each in followers_of(REGISTRY) if each.id not in known]
    write_letters(_others(people, by), words, page=initiative.url)


def write_edited(initiative: Initiative, *, by: Person) -> None:
    """Write to the followers of the entry that it changed, and also to the secretariat if somebody
    else changed it.
    """

    def words() -> tuple[str, Sequence[str]]:
        return (
            _("Changed in the registry: %(name)s", **_names(initiative)),
            [
                _(
                    "%(person)s changed %(reference)s, %(name)s. Its history shows what.",
                    person=by.name,
                    **_names(initiative),
                )
            ],
        )

    people = [*followers_of(initiative.topic), *(() if by.is_secretariat else secretariat())]
    may_read = [each for each in people if not initiative.audiences.isdisjoint(each.audiences)]
    write_letters(_others(may_read, by), words, page=f"{initiative.url}/history")


def proposers_of(initiative: Initiative) -> list[Person]:
    """Return the person who proposed the entry, and the members of the delegation that answers for
    it.
    """
    own = [initiative.proposed_by] if initiative.proposed_by else []
    return [*own, *(members_of(initiative.delegation) if initiative.delegation and own else [])]


def _others(people: Iterable[Person], by: Person | None) -> list[Person]:
    """Return the people other than the one who acted. If `by` is None, a command acted, and
    everybody is told.
    """
    return [each for each in people if by is None or each.id != by.id]


def _names(initiative: Initiative) -> dict[str, str]:
    return {"name": initiative.title, "reference": initiative.reference}
