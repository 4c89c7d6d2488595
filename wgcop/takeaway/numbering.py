"""Numbers the comments of a discussion in the order of their page (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wgcop.takeaway.content import TakenComment


@dataclass(frozen=True)
class Utterance:
    """A comment before it has its number: `key` and `parent` say what answers what, and `position`
    gives the order.
    """

    key: int
    parent: int | None
    position: int
    comment: TakenComment


def numbered(said: Iterable[Utterance]) -> list[TakenComment]:
    """Put comments in the order of their page, each followed by its replies, and number them. A
    reply to a comment that is not among them counts as a top-level comment.
    """
    in_order = sorted(said, key=lambda each: (each.position, each.key))
    known = {each.key for each in in_order}
    replies: dict[int | None, list[Utterance]] = {}
    for each in in_order:
        replies.setdefault(each.parent if each.parent in known else None, []).append(each)
    return list(_below(replies, None, ""))


def _below(
    replies: dict[int | None, list[Utterance]], parent: int | None, above: str
) -> Iterator[TakenComment]:
    for place, each in enumerate(replies.get(parent, ()), 1):
        number = f"{above}.{place}" if above else str(place)
        yield replace(each.comment, number=number, reply_to=above)
        yield from _below(replies, each.key, number)
