"""Builds the permanent names of a body, a work, an edition and a clause."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from wgcop.bodies.slugs import slug
from wgcop.resolutions.headings import PREAMBULAR, verb_and_addressee
from wgcop.resolutions.labels import read_label
from wgcop.resolutions.tree import ParsedClause, ParsedSection

_PP = ("pp", "Plenipotentiary Conference")
_WTDC = ("wtdc", "World Telecommunication Development Conference")
_WTSA = ("wtsa", "World Telecommunication Standardization Assembly")
_RA = ("ra", "Radiocommunication Assembly")
_COUNCIL = ("council", "ITU Council")

_BODIES = {
    "plenipotentiary conference": _PP,
    "itu plenipotentiary conference": _PP,
    "additional plenipotentiary conference": _PP,
    "world telecommunication development conference": _WTDC,
    "itu telecommunication development sector": _WTDC,
    "world telecommunication standardization assembly": _WTSA,
    "world telecommunication standardisation assembly": _WTSA,
    "itu telecommunication standardization sector": _WTSA,
    "world telecommunication standardization conference": (
        "wtsc",
        "World Telecommunication Standardization Conference",
    ),
    "radiocommunication assembly": _RA,
    "council": _COUNCIL,
    "itu council": _COUNCIL,
    "administrative council": _COUNCIL,
    "itu administrative council": _COUNCIL,
    "world radiocommunication conference": ("wrc", "World Radiocommunication Conference"),
    "world administrative radio conference": ("warc", "World Administrative Radio Conference"),
    "regional radiocommunication conference": ("rrc", "Regional Radiocommunication Conference"),
    "world conference on international telecommunications": (
        "wcit",
        "World Conference on International Telecommunications",
    ),
    "telecommunication development advisory group": (
        "tdag",
        "Telecommunication Development Advisory Group",
    ),
    "telecommunication standardization advisory group": (
        "tsag",
        "Telecommunication Standardization Advisory Group",
    ),
    "radiocommunication advisory group": ("rag", "Radiocommunication Advisory Group"),
}

_KIND_IN_WORK = {"resolution": "", "decision": "dec-", "recommendation": "rec-"}
# The body that is left out of the addresses of its texts of this kind.
_USUAL_BODY = {"resolution": "wtdc", "decision": "pp", "recommendation": "pp"}
_LONGEST_PART = 140
LONGEST_WID = 250
"""The length of the column of a clause's permanent name."""


def body_named(name: str) -> tuple[str, str] | None:
    """Return the code and the full name of the ITU body that an enacting formula names, or None."""
    plain = " ".join(name.lower().split()).removeprefix("the ")
    if plain in _BODIES:
        return _BODIES[plain]
    return _BODIES.get(plain.removeprefix("itu "))


def work_of(body_code: str, kind: str, number: str) -> str:
    return f"{body_code}-{_KIND_IN_WORK[kind]}{slug(number)}"


def edition_slug(body_code: str, kind: str, number: str, *, place: str, year: int) -> str:
    """Return the name of an edition in addresses: `67-hyderabad-2010`, `pp-179-dubai-2018`,
    `decision-11-dubai-2018`, `council-decision-584-2015`.
    """
    parts = [
        "" if _USUAL_BODY[kind] == body_code else body_code,
        "" if kind == "resolution" else kind,
        slug(number),
        slug(place)[:40],
        str(year),
    ]
    return "-".join(filter(None, parts))


def with_ids(work: str, sections: tuple[ParsedSection, ...]) -> tuple[ParsedSection, ...]:
    """Return the same sections with wid and citation in every clause."""
    used = _UsedIds(longest=LONGEST_WID - len(f"{work}."))
    named = []
    for section in sections:
        base = used.unique(_section_id(section))
        prefix = "rec" if section.kind == PREAMBULAR else "para"
        clauses = tuple(
            _identified(
                clause,
                eid=used.unique(f"{base}__{prefix}_{_label_id(clause, position)}"),
                work=work,
                heading=section.heading,
                above=section.heading,
                used=used,
            )
            for position, clause in enumerate(section.clauses, start=1)
        )
        named.append(replace(section, clauses=clauses))
    return tuple(named)


def _section_id(section: ParsedSection) -> str:
    if section.kind == PREAMBULAR:
        return f"recs_{_named(section.heading)}"
    verb, addressee = verb_and_addressee(section.heading)
    return "_".join(filter(None, (_named(verb), _named(addressee)))) or "section"


def _named(heading: str) -> str:
    return slug(heading, _LONGEST_PART)


def _identified(
    clause: ParsedClause, *, eid: str, work: str, heading: str, above: str, used: _UsedIds
) -> ParsedClause:
    # 1.2 names its parent already: "decides 1.2", not "decides 1 1.2".
    stem = heading if "." in clause.label else above
    citation = f"{stem} {clause.label}".rstrip()
    children = tuple(
        _identified(
            child,
            eid=used.unique(f"{eid}__point_{_label_id(child, position)}"),
            work=work,
            heading=heading,
            above=citation,
            used=used,
        )
        for position, child in enumerate(clause.children, start=1)
    )
    return replace(
        clause, wid=f"{work}.{eid}", citation=citation, heading=heading, children=children
    )


def _label_id(clause: ParsedClause, position: int) -> str:
    if read_label(f"{clause.label} x") is None:
        return str(position)
    return re.sub(r"[^a-z0-9-]", "", clause.label.replace(".", "-")).strip("-") or str(position)


class _UsedIds:
    """The ids that are used in a resolution, each of at most `longest` characters."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._used: dict[str, int] = {}

    def unique(self, eid: str) -> str:
        """Return the id, with `-2`, `-3` and so on added if it is already used."""
        candidate = eid = self._cut(eid)
        while candidate in self._used:
            self._used[eid] += 1
            candidate = self._cut(f"{eid}-{self._used[eid]}")
        self._used[candidate] = 1
        return candidate

    def _cut(self, eid: str) -> str:
        """Return an id that fits. One that is too long ends with a digest, which distinguishes it
        from others with the same beginning.
        """
        if len(eid) <= self._longest:
            return eid
        digest = hashlib.sha256(eid.encode()).hexdigest()[:12]
        return f"{eid[: self._longest - 13]}-{digest}"
