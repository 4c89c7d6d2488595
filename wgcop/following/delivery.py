"""Sends a person's read marks to their own open pages only."""

from wgcop import live


def tell_own_pages(raised: list[tuple[int, str, int]]) -> None:
    """Send each mark that went up, given as person, topic and number, to the person's pages."""
    for person_id, topic, seq in raised:
        live.send("read", {"topic": topic, "seq": seq}, to=live.marks_room(person_id))
