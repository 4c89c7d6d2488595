"""Reads the opening of a resolution: title line, title, and the enacting formula that names the
body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wgcop.resolutions.headings import stands_alone
from wgcop.resolutions.identify import body_named
from wgcop.resolutions.labels import read_label
from wgcop.resolutions.source import ParseError, SourceLine, join

_TITLE_LINE = "the title line, such as “RESOLUTION 67 (Hyderabad, 2010)”"
_TITLE = "the title, in words"
_FORMULA = (
    "the enacting formula of an ITU body, such as "
    "“The World Telecommunication Development Conference (Hyderabad, 2010),”"
)
_YEAR = "the year, in the title line or in the enacting formula"

# RESOLUTION 67 (Hyderabad, 2010) · COUNCIL DECISION 584 – its title · DRAFT NEW RESOLUTION 12 bis
_DESIGNATION = re.compile(
    r"""
    (?:(?:ITU\s+)?(?:COUNCIL|PLENIPOTENTIARY|PP|WTDC|WTSA|RA|WRC)(?:-\d+)?\s+)?
    (?:(?:DRAFT|NEW|REVISED)\s+)*
    (?P<kind>RESOLUTION|DECISION|RECOMMENDATION)\s+
    (?:No\.?\s+)?
    (?:ITU[\s\-‑–]?[RTD]\s+)?
    (?P<number>\d{1,4}[A-Z]?(?:[-‑]\d{1,3})?(?:\s?(?:bis|ter|quater))?)
    (?:\*|\[\d+\])?
    (?:\s*(?P<edition>\((?:[^()]|\([^()]*\))*\)))?
    (?:\*|\[\d+\]|\d)?
    (?:\s*[–—:-]\s*|\s+|$)
    (?P<rest>.*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# (Rev. Dubai, 2018), on a line of its own
_EDITION_LINE = re.compile(r"\((?:Rev|REV|[^()]*(?:1[89]|20)\d\d)[^()]*\)")
# The Council of the International Telecommunication Union (Geneva, 2014), meeting in Geneva,
_ENACTING = re.compile(
    r"The\s+(?P<body>[^(),]{3,120}?)"
    r"(?:\s+of\s+the\s+(?:International\s+Telecommunication\s+Union|ITU|Union))?"
    r"(?:\s*\((?P<where>[^()]{0,80})\))?"
    r"(?:,?\s+(?:at|meeting|in|during)\s[^()]{1,80})?"
    r"\s*[,:]?",
    re.IGNORECASE,
)
# The General Assembly of the United Nations, … : a formula, but not of a body of ITU
_OTHER_BODY = re.compile(r"The\s+[A-Z][^.;]{2,150},")
# 2010, or the last digits of PP-98
_YEARS = re.compile(r"\b(1[89]\d\d|20\d\d)\b|\b[A-Z]{1,4}-?(\d\d)\b")
# … (Kyoto, 1994; Minneapolis, 1998), in a title
_HISTORY = re.compile(r"\([^()]*\b(?:1[89]|20)\d\d\)")
# Hyderabad, 2010
_PLACE = re.compile(r"((?![a-z])[^\W\d_][^\d,()]{1,50}?)\s*,\s*(?:1[89]|20)\d\d")
_MARKUP = re.compile(r"^#+\s*|\*\*|__")
_LONGEST_TITLE = 480


@dataclass(frozen=True)
class Front:
    kind: str
    number: str
    revised: bool
    title: str
    body_code: str
    body: str
    place: str
    year: int
    formula: str
    designation: str
    adoption: str
    length: int
    """The number of lines of the opening."""


def read_front(lines: Sequence[SourceLine]) -> Front:
    if not lines:
        raise ParseError(1, _TITLE_LINE, "")
    first = _plain(lines[0].text)
    match = _DESIGNATION.fullmatch(first)
    if match is None or (match["rest"] and not match["edition"] and match["rest"][0].islower()):
        raise ParseError(lines[0].number, _TITLE_LINE, first)
    designation, edition, at = first, match["edition"] or "", 1
    title = match["rest"]
    if title:
        designation = first[: match.start("rest")].rstrip(" –—:-")
    if not edition and not title and len(lines) > 1 and _EDITION_LINE.fullmatch(lines[1].text):
        edition, designation, at = lines[1].text, f"{first} {lines[1].text}", 2

    adoption: list[str] = []
    while (
        at < len(lines)
        and not title
        and re.match(r"\(\s*(?:adopted|approved)", lines[at].text, re.I)
    ):
        adoption.append(lines[at].text)
        at += 1
    title, at = _read_title(lines, at, title)
    formula, body, where, at = _read_formula(lines, at)

    place, year = _place_and_year(edition, where, title)
    if year is None:
        raise ParseError(lines[0].number, _YEAR, first)
    return Front(
        kind=match["kind"].lower(),
        number=" ".join(match["number"].replace("‑", "-").split()),
        revised=bool(re.search(r"\brev\b|\brev\.|\bmod\b|\bamended\b", edition, re.IGNORECASE)),
        title=title,
        body_code=body[0],
        body=body[1],
        place=place,
        year=year,
        formula=formula,
        designation=designation,
        adoption=" ".join(adoption),
        length=at,
    )


def _read_title(lines: Sequence[SourceLine], at: int, title: str) -> tuple[str, int]:
    began = at
    while at < len(lines):
        line, text = lines[at], _plain(lines[at].text)
        if _formula_at(lines, at) is not None or _OTHER_BODY.fullmatch(text):
            break
        starts_item = bool(title) and read_label(text) is not None
        if line.bulleted or starts_item or _is_heading(line.text, has_title=bool(title)):
            raise ParseError(line.number, _FORMULA if title else _TITLE, line.text)
        title = join(title, text)
        if len(title) > _LONGEST_TITLE:
            raise ParseError(line.number, _FORMULA, line.text)
        at += 1
    if at == len(lines):
        raise ParseError(lines[-1].number, _FORMULA if title else _TITLE, "")
    if not title.strip():
        raise ParseError(lines[min(began, at)].number, _TITLE, lines[at].text)
    return title, at


def _read_formula(lines: Sequence[SourceLine], at: int) -> tuple[str, tuple[str, str], str, int]:
    formula = _formula_at(lines, at)
    if formula is None:
        raise ParseError(lines[at].number, _FORMULA, lines[at].text)
    return formula


def _formula_at(
    lines: Sequence[SourceLine], at: int
) -> tuple[str, tuple[str, str], str, int] | None:
    """Return formula, body, place and the line after the formula, which may be broken over three
    lines. Return None if no formula begins here.
    """
    text = ""
    for end in range(at, min(at + 3, len(lines))):
        if end > at and lines[end].gap:
            return None
        text = join(text, _plain(lines[end].text).strip("*_"))
        match = _ENACTING.fullmatch(text)
        if match and (body := body_named(match["body"])):
            complete = text.endswith((",", ":")) or end + 1 == len(lines) or lines[end + 1].gap
            if complete or "(" in text:
                return text, body, match["where"] or "", end + 1
    return None


def _is_heading(text: str, *, has_title: bool) -> bool:
    plain = text.strip("*_")
    if plain == text and not has_title:
        return False
    return plain[:1].islower() and stands_alone(plain) is not None


def _place_and_year(edition: str, where: str, title: str) -> tuple[str, int | None]:
    sources = [edition, where, *_HISTORY.findall(title)[-1:]]
    matches = [_PLACE.match(_without_rev(source)) for source in sources[:2]]
    places = [match[1] for match in matches if match]
    years = [year for source in sources if (year := _last_year(source)) is not None]
    place = places[0] if places else ""
    return (place.title() if place.isupper() else place)[:100], years[0] if years else None


def _without_rev(edition: str) -> str:
    return re.sub(r"^\(?\s*(?:rev(?:ised)?\b\.?)?\s*\(?", "", edition, flags=re.IGNORECASE)


def _last_year(text: str) -> int | None:
    years = _YEARS.findall(text)
    if not years:
        return None
    full, short = years[-1]
    if full:
        return int(full)
    return 2000 + int(short) if int(short) < 65 else 1900 + int(short)


def _plain(text: str) -> str:
    return _MARKUP.sub("", text).strip()
