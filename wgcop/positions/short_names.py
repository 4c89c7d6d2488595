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


def _shortened(clause: ReadClause) -> str:
    heading = clause.citation.removesuffix(clause.label).strip()
    if len(clause.citation) <= SHORT or not heading:
        return clause.citation
    first, *others = heading.split()
    initials = "".join(word[0] for word in others if word[0].isupper())
    return " ".join(filter(None, [first, initials, clause.label]))
