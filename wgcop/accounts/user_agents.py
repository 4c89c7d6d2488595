"""The name of a browser in two words, derived from its user agent, for the list of a person's
browsers.
"""

import re
from dataclasses import dataclass

# The first that matches counts: most browsers also name those that they descend from.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"(Headless)?Chrom(e|ium)/|CriOS/", "Chrome"),
    (r"Version/[\d.]+.*Safari/", "Safari"),
)
SYSTEMS = (
    (r"Windows", "Windows"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Macintosh|Mac OS X", "macOS"),
    (r"Linux|X11", "Linux"),
)
LONGEST = 1000


@dataclass(frozen=True)
class UserAgent:
    """The browser and system that a header names. An empty word means unknown."""

    browser: str
    system: str


def named(header: str) -> UserAgent:
    header = header[:LONGEST]
    return UserAgent(_first(BROWSERS, header), _first(SYSTEMS, header))


def _first(patterns: tuple[tuple[str, str], ...], header: str) -> str:
    return next((name for pattern, name in patterns if re.search(pattern, header)), "")
