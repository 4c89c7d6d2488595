"""Letters about overlaps: to the owner of the earlier entry, and with their answer to the proposer
of the new one.
"""

from collections.abc import Sequence
from functools import partial

from flask_babel import gettext as _

from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.accounts.queries import members_of, secretariat
from wgcop.initiatives.letters import write_letters
from wgcop.initiatives.models import Overlap, OverlapAnswer
from wgcop.initiatives.proposing.letters import proposers_of


def write_told(overlaps: Sequence[Overlap], *, by: Person) -> None:
    """Write one letter to each owner about all their entries that the new one overlaps with."""
    by_owner: dict[int | None, list[Overlap]] = {}
    for overlap in overlaps:
        by_owner.setdefault(overlap.other.delegation_id, []).append(overlap)
    for theirs in by_owner.values():
        owner = theirs[0].other.delegation
        people = members_of(owner) if owner else secretariat()
        others = [each for each in people if each.id != by.id]
        write_letters(others, partial(_told, theirs), page=theirs[0].url)


def _told(overlaps: Sequence[Overlap]) -> tuple[str, Sequence[str]]:
    new = overlaps[0].initiative
    return (
        _("Overlaps with your entry in the registry: %(name)s", name=new.title),
        [
            _(
                "“%(new)s” is new in the registry, or proposed for it. It seems to do the same as an entry that you are responsible for:",
                new=new.title,
            ),
            "\n".join(each.other.title for each in overlaps),
            new.scope,
            *(address(each.url) for each in overlaps[1:]),
            _("Say on this page whether they should join you, or whether the two stay apart:"),
        ],
    )


def write_answered(overlap: Overlap, *, by: Person) -> None:
    def words() -> tuple[str, Sequence[str]]:
        names = {"existing": overlap.other.title, "new": overlap.initiative.title}
        if overlap.answer == OverlapAnswer.JOIN_US:
            return (
                _("Join us: %(existing)s", **names),
                [
                    _("“%(existing)s” invites “%(new)s” to join:", **names),
                    overlap.words,
                    overlap.contact,
                ],
            )
        return (
            _("Stays apart: %(existing)s", **names),
            [
                _("“%(existing)s” and “%(new)s” are to stay apart.", **names),
                overlap.words,
            ],
        )

    people = proposers_of(overlap.initiative) or secretariat()
    write_letters((each for each in people if each.id != by.id), words, page=overlap.url)
