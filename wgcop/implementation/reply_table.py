"""The replies to a request as a table for spreadsheets."""

from collections.abc import Iterator

from wgcop.bodies.levels import REGION_NAMES
from wgcop.implementation.replies import ReplyRequest

COLUMNS = (
    "delegation",
    "code",
    "category",
    "region",
    "reply",
    "information",
    "links",
    "entry",
    "replied on",
    "reminders",
)


def rows_of(asked: ReplyRequest) -> Iterator[list[str]]:
    """Yield a row for each delegation, by name. Only a released reply is included."""
    for reply in sorted(asked.replies, key=lambda reply: reply.delegation.name):
        said, delegation = reply.current, reply.delegation
        yield [
            delegation.name,
            delegation.code,
            delegation.category.value,
            str(REGION_NAMES[delegation.region]) if delegation.region else "",
            reply.state_name,
            said.words if said else "",
            " ".join(said.links) if said else "",
            said.initiative.reference if said and said.initiative else "",
            reply.replied_at.date().isoformat() if reply.replied_at else "",
            str(reply.reminders),
        ]
