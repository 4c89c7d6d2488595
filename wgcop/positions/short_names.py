"""Short names of clauses, for the narrow columns of a table (pure)."""

from collections import Counter
from collections.abc import Sequence

from wgcop.resolutions.reading import ReadClause

SHORT = 16
"""The number of letters up to which a citation is not shortened."""


def short_names(clauses: Sequence[ReadClause]) -> dict[int, str]:
    """Return a name for each clause by its id: `instructs DTDB 2` for *instructs the Director of the
    Telecommunication Development Bureau* 2. Where two clauses would have the same one, or a heading
    cannot be shortened, it is the whole citation.
    """
    names = {each.id: _shortened(each) for each in clauses}
    times = Counter(names.values())
    return {
        each.id: each.citation if times[names[each.id]] > 1 else names[each.id] for each in clauses
    }


def shortened_headings(clauses: Sequence[ReadClause]) -> dict[str, str]:
    """Return each heading that these names shorten, such as `instructs DTDB`, with the whole one."""
    names = short_names(clauses)
    return {
        _heading(names[each.id], each): _heading(each.citation, each)
        for each in clauses
        if names[each.id] != each.citation
    }


def _heading(name: str, clause: ReadClause) -> str:
    return name.removesuffix(clause.label).strip()


def _shortened(clause: ReadClause) -> str:
    heading = _heading(clause.citation, clause)
    if len(clause.citation) <= SHORT or not heading:
        return clause.citation
    first, *others = heading.split()
    initials = "".join(word[0] for word in others if word[0].isupper())
    return " ".join(filter(None, [first, initials, clause.label]))
