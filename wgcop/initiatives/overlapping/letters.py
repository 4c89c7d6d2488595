"""Letters about overlaps: to the owner of the earlier entry, and with their answer to the proposer
of the new one.
"""

from collections.abc import Sequence

from wgcop.accounts.models import Person
from wgcop.accounts.queries import members_of, secretariat
from wgcop.initiatives.letters import proposers_of, write_letters
from wgcop.initiatives.models import Overlap


def write_told(overlaps: Sequence[Overlap], *, by: Person) -> None:
    """Write one letter to each owner about all their entries that the new one overlaps with."""
    by_owner: dict[int | None, list[Overlap]] = {}
    for overlap in overlaps:
        by_owner.setdefault(overlap.other.delegation_id, []).append(overlap)
    for theirs in by_owner.values():
        owner = theirs[0].other.delegation
        people = members_of(owner) if owner else secretariat()
        others = [person for person in people if person.id != by.id]
        write_letters(
            others,
            "initiatives/overlaps",
            page=theirs[0].url,
            readers=[{owner.audience if owner else "secretariat"}],
            overlaps=theirs,
        )


def write_answered(overlap: Overlap, *, by: Person) -> None:
    people = proposers_of(overlap.initiative) or secretariat()
    others = [person for person in people if person.id != by.id]
    write_letters(
        others,
        "initiatives/overlap_answered",
        page=overlap.url,
        readers=[overlap.initiative.proposing],
        overlap=overlap,
    )
