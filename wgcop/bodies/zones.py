"""Time zones by their names."""

from functools import cache
from zoneinfo import available_timezones

zones = cache(available_timezones)
"""All that this machine knows; to look for them takes reading the whole folder of them."""


def is_zone(name: str) -> bool:
    return name in zones()


@cache
def zone_names() -> list[str]:
    """Zones named after a place, and UTC."""
    return sorted(
        name
        for name in zones()
        if name == "UTC"
        or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    )
