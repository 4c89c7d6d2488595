"""Telling a person's own open pages how far they have read, and nobody else's."""

from wgcop import live


def tell_own_pages(raised: list[tuple[int, str, int]]) -> None:
    """Person, topic and number of each mark that went up."""
    for person_id, topic, seq in raised:
        live.send("read", {"topic": topic, "seq": seq}, to=live.marks_room(person_id))
