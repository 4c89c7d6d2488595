"""Time zones by their names."""

from functools import cache
from zoneinfo import available_timezones


def is_zone(name: str) -> bool:
    return name in available_timezones()


@cache
def zone_names() -> list[str]:
    """Zones named after a place, and UTC."""
    return sorted(
        name
        for name in available_timezones()
        if name == "UTC"
        or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    )
