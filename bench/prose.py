"""Documents of about 400 words made of real English prose: manuals, licences, descriptions, comments on this machine."""

import gzip
import random
import re
import sysconfig
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

STANDARD = (
    "/usr/share/common-licenses",
    "/usr/share/doc",
    "/usr/share/man",
    "/usr/share/perl",
    "/var/lib/dpkg/available",
    "/var/lib/dpkg/status",
    sysconfig.get_path("stdlib"),
)
"""Where Debian and Python keep text; what is not there is passed over."""

LONG = 400
ENOUGH = 8_000_000
"""Characters of prose to draw from."""
LARGEST_FILE = 2_000_000
COMMON = {
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "is",
    "that",
    "for",
    "as",
    "with",
    "be",
    "this",
    "are",
}
MARKUP = re.compile(r"^\.\\?\"?.*$|\\f(?:\[\w*\]|\w)|\\\(?[a-z]{2}|\\|^[#*;/%>|\s]+", re.MULTILINE)


def documents(count: int, folders: Iterable[Path] = ()) -> Iterator[str]:
    """First as the files have it, paragraph after paragraph; then, if there is not enough, shuffled."""
    prose = list(paragraphs([*folders] or [Path(place) for place in STANDARD]))
    if not prose:
        raise SystemExit("No English prose was found here: name a folder of it with --prose.")
    chance = random.Random(67)
    return islice(_cut(_endless(prose, chance)), count)


def paragraphs(places: Iterable[Path]) -> Iterator[str]:
    gathered = 0
    seen: set[int] = set()
    for file in _files(places):
        for paragraph in re.split(r"\n\s*\n", MARKUP.sub("", _read(file))):
            words = paragraph.split()
            if _is_prose(words) and hash(paragraph) not in seen:
                seen.add(hash(paragraph))
                gathered += len(paragraph)
                yield " ".join(words)
        if gathered > ENOUGH:
            return


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from (file for file in sorted(place.rglob("*")) if file.is_file())


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            return ""
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return data.decode()
    except (OSError, EOFError, UnicodeDecodeError):
        return ""


def _is_prose(words: list[str]) -> bool:
    """Long enough, made of words, with the small words that English has everywhere."""
    if not 12 <= len(words) <= LONG:
        return False
    letters = sum(word.strip(".,;:()\"'").isalpha() for word in words)
    small = sum(word.lower() in COMMON for word in words)
    return letters > 0.8 * len(words) and small > 0.15 * len(words)


def _endless(prose: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        yield from prose
        chance.shuffle(prose)


def _cut(prose: Iterator[str]) -> Iterator[str]:
    text: list[str] = []
    length = 0
    for paragraph in prose:
        text.append(paragraph)
        length += len(paragraph.split())
        if length >= LONG:
            yield "\n\n".join(text)
            text, length = [], 0
