"""Reads a symbol in any spelling: `wg-cop 3/7A1`, `Doc. 7 Rev 1`, `Addendum 1 to Document C20/57-E`
(pure).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from wgcop.numbering.kinds import Attachment, DocumentKind
from wgcop.numbering.patterns import DEFAULTS, Pattern, SymbolOccasion
from wgcop.numbering.symbol import LETTERS, RevisionStyle, SymbolPart, key_of

LONGEST = 120
FILE_NAME = (
    r"[SDTR]\d\d-(?:CL(?=C?WG))?(?P<group>[A-Z]+)(?P<meeting>\d*)"
    r"-(?P<kind>C|TD|DT|INF|REP|R|LS|ADM)-(?P<number>\d{4})(?P<marks>(?:!(?:R|A|C|Add|Cor)\d{1,4})*)"
    r"(?:!+[A-Z]{3})?(?:-(?P<language>[ACEFRS]))?(?:\.\w{3,4})?"
)
"""The pattern of file names under which the organization posts documents, such as
`S25-CLCWGCOP21-C-0003!R1!MSW-E.docx`. CL means the Council, MSW or PDF the format.
"""

_QUOTED = re.compile(r"[\"“”„«»]")
_NUMBER = r"\.?\s*(\d{1,4})"
_SHORT_NUMBER = r"(?<=\d)\(?{}(\d{{1,4}})\)?$"
_ENDS = {
    "language": re.compile(r"(?<=[\d)!])\s*-\s*([ACEFRS])$", re.IGNORECASE),
    "bracketed language": re.compile(r"(?<=[\d)])\s*\(\s*([ACEFRS])\s*\)$", re.IGNORECASE),
    "language in an address": re.compile(r"(?<=[\d)l])/([ACEFRS])$", re.IGNORECASE),
    "language apart": re.compile(r"(?<=[\d)])\s+([ACEFRS])$"),
    "original": re.compile(r"[\s/]+(original)$", re.IGNORECASE),
    "revision": re.compile(
        rf"[\s/,]*\(?\s*(?<![a-z])r(?:[eé]v(?:isi[oó]n)?)?{_NUMBER}\s*\)?$", re.IGNORECASE
    ),
    "addendum": re.compile(
        rf"[\s/,]*\(?\s*(?<![a-z])add(?:endum|enda)?{_NUMBER}\s*\)?$", re.IGNORECASE
    ),
    "corrigendum": re.compile(
        rf"[\s/,]*\(?\s*(?<![a-z])corr?(?:igendum|igenda)?{_NUMBER}\s*\)?$", re.IGNORECASE
    ),
    "addendum in short": re.compile(_SHORT_NUMBER.format("a"), re.IGNORECASE),
    "corrigendum in short": re.compile(_SHORT_NUMBER.format("c"), re.IGNORECASE),
}
_TO = re.compile(
    r"(r[eé]visi[oó]n|rev|addendum|add|corrigendum|corr)\.?\s*(\d{1,4})\s+"
    r"(?:to|of|au|aux|du|de|al|a)\s+(?:the\s+)?(.+)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:doc(?:s|ument[os]?)?|документ|документа|文件|وثيقة|الوثيقة)"
    r"(?:\s*\.\s*|\s*:\s*|\s+|(?=\d))(?:(?:no|nr|n°|№)\s*\.?\s*)?(?=\S)",
    re.IGNORECASE,
)
_FILE = re.compile(rf"(?:https?://\S+/)?{FILE_NAME}(?:/(?:[a-z]{{2}})?)?", re.IGNORECASE)
"""The pattern of a file name, also within the address of the file, such as
`https://www.itu.int/md/S25-CLCWGCOP21-C-0003/en`.
"""
_LANGUAGES = {letter: language for language, letter in LETTERS.items()}
_FILE_KINDS = {
    "C": DocumentKind.CONTRIBUTION,
    "TD": DocumentKind.TEMPORARY,
    "DT": DocumentKind.TEMPORARY,
    "INF": DocumentKind.INFORMATION,
    "R": DocumentKind.REPORT,
    "REP": DocumentKind.REPORT,
    "LS": DocumentKind.LIAISON,
    "ADM": DocumentKind.ADMINISTRATIVE,
}


@dataclass(frozen=True)
class SymbolReading:
    """One way to read a symbol. `key` is the key of the document without its attachments. Revision
    None means the latest, 0 the original.

    `language` is the language of the copy, if its letter was written; most people leave it out.
    """

    key: str
    parts: tuple[SymbolPart, ...] = ()
    revision: int | None = None
    language: str | None = None

    @property
    def full_key(self) -> str:
        return " ".join([self.key, *(f"{part.kind} {part.number}" for part in self.parts)])

    @property
    def is_bare(self) -> bool:
        """Whether the symbol is only a number, as in `Document 7`, which does not say its meeting."""
        return self.key.isdigit()

    def renamed(self, names: str, other: str) -> Self | None:
        """Return the same symbol under another name of its group, or None if its key does not begin
        with the name `names`.
        """
        if not self.key.startswith(names):
            return None
        return replace(self, key=other + self.key.removeprefix(names))


@dataclass(frozen=True)
class FileName:
    """The parts of a file name, such as `S23-CLCWGCOP19-C-0004!A1!MSW-E`."""

    group: str
    meeting: int | None
    kind: DocumentKind
    number: int
    parts: tuple[SymbolPart, ...] = ()
    revision: int | None = None
    language: str | None = None

    @property
    def reading(self) -> SymbolReading | None:
        """The symbol of the file, if its group writes symbols in the usual way; None if the name
        does not contain the meeting.
        """
        if self.meeting is None:
            return None
        occasion = SymbolOccasion(self.group, self.meeting, year=0)
        usual = Pattern.read(DEFAULTS[self.kind])
        key = usual.symbol(occasion, self.number, RevisionStyle.SPACED).key
        return SymbolReading(key, self.parts, self.revision, self.language)


def readings(typed: str) -> list[SymbolReading]:
    """Return all ways to read the typed words as a symbol, the most literal first; an empty list if
    they cannot be a symbol.
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not text or len(text) > LONGEST or _QUOTED.search(text):
        return []
    file = read_file_name(text)
    if file and file.reading:
        return [file.reading]
    return list(dict.fromkeys(_readings(text, SymbolReading(""))))


def names_a_document(typed: str) -> bool:
    """Return whether the text begins with `Document`, so that a number without a kind means a
    document.
    """
    text = " ".join(typed.split())
    return bool(_DOCUMENT.match(text) or _TO.fullmatch(text))


def _readings(text: str, read: SymbolReading) -> Iterator[SymbolReading]:
    """Yield the ways to read `text`. `read` holds what was read from the words after it."""
    if match := _TO.fullmatch(text):
        word, number, rest = match[1].casefold(), int(match[2]), match[3]
        if word.startswith("r"):
            yield from _readings(rest, replace(read, revision=number))
        else:
            yield from _readings(rest, replace(read, parts=(*read.parts, _part(word, number))))
        return
    rest = _without_document(text)
    if key := _key(rest):
        yield replace(read, key=key)
    for name, ending in _ENDS.items():
        match = ending.search(rest)
        if match and match.start() and (further := _with_ending(read, name, match[1])):
            yield from _readings(rest[: match.start()], further)


def _without_document(text: str) -> str:
    return text[match.end() :] if (match := _DOCUMENT.match(text)) else text


def _with_ending(read: SymbolReading, name: str, ending: str) -> SymbolReading | None:
    """Add an ending to the reading. Return None if it cannot precede the endings read so far."""
    if "language" in name:
        language = _LANGUAGES[ending.upper()]
        return replace(read, language=language) if read.language is None else None
    if name.startswith(("addendum", "corrigendum")):
        return replace(read, parts=(_part(name, int(ending)), *read.parts))
    if read.revision is not None:
        return None
    if name == "original":
        return replace(read, revision=0)
    # A revision before an attachment is that of the document, not of the attachment.
    return None if read.parts else replace(read, revision=int(ending))


def _key(text: str) -> str:
    """Return the key of a text that ends with a number, as every symbol does; otherwise an empty
    string.
    """
    key = key_of(text)
    is_symbol = key.rpartition(" ")[2].isdigit() and text[-1:] not in "-/.("
    return key if is_symbol and len(key) <= LONGEST else ""


def _part(word: str, number: int) -> SymbolPart:
    is_addendum = word.casefold().startswith("a")
    return SymbolPart(Attachment.ADDENDUM if is_addendum else Attachment.CORRIGENDUM, number)


def read_file_name(typed: str) -> FileName | None:
    match = _FILE.fullmatch(_without_document(typed.strip()))
    if match is None:
        return None
    parts: list[SymbolPart] = []
    revision = None
    for mark in filter(None, match["marks"].split("!")):
        word, number = re.match(r"([A-Za-z]+)(\d+)", mark).groups()  # type: ignore[union-attr]
        if word.casefold() == "r":
            revision = int(number)
        else:
            parts.append(_part(word, int(number)))
    return FileName(
        group=match["group"].casefold(),
        meeting=int(match["meeting"]) if match["meeting"] else None,
        kind=_FILE_KINDS[match["kind"].upper()],
        number=int(match["number"]),
        parts=tuple(parts),
        revision=revision,
        language=_LANGUAGES[match["language"].upper()] if match["language"] else None,
    )
