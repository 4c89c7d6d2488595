"""Divides a rolling text with very many proposals into volumes that can be printed (pure)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from wgcop.rolling_files.filed import FiledClause, FiledSection, FiledText

LONG_TO_PRINT = 200
"""The number of proposals above which nobody waits for the print: it is made in the background."""
MOST_IN_VOLUME = 1000
"""The number of proposals of which the print stays below the time limit of the printer."""


def in_volumes(text: FiledText, most: int = MOST_IN_VOLUME) -> list[FiledText]:
    """Divide the text between its clauses, so that no volume lists more proposals than this, unless
    they are all on one clause. A section that goes on in the next volume has its heading there too.
    """
    if len(text.listed) <= most:
        return [text]
    listed = Counter(each.proposal.clause_id for each in text.listed)
    volumes: list[list[FiledSection]] = [[]]
    count = 0
    for section in text.sections:
        rest, begun = section, list[FiledClause]()
        for clause in section.clauses:
            own = listed[clause.clause.id]
            if count and count + own > most:
                if begun:
                    volumes[-1].append(replace(rest, clauses=begun))
                    rest = replace(section, intro="")
                volumes.append([])
                begun, count = [], 0
            begun.append(clause)
            count += own
        volumes[-1].append(replace(rest, clauses=begun))
    return [
        _volume(text, sections, number, len(volumes)) for number, sections in enumerate(volumes, 1)
    ]


def _volume(text: FiledText, sections: Sequence[FiledSection], number: int, of: int) -> FiledText:
    ids = {clause.clause.id for section in sections for clause in section.clauses}
    listed = [each for each in text.listed if each.proposal.clause_id in ids]
    return replace(text, sections=sections, listed=listed, volume=number, volumes=of)
