"""Time zones by name."""

from functools import cache
from zoneinfo import available_timezones

zones = cache(available_timezones)
"""All time zones that this machine knows. They are cached, because finding them means reading a
whole folder tree.
"""


def is_zone(name: str) -> bool:
    return name in zones()


@cache
def zone_names() -> list[str]:
    """Return the zones named after a place, and UTC."""
    return sorted(
        name
        for name in zones()
        if name == "UTC"
        or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    )
