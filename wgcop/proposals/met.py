"""Whether the words of a clause contain what a proposal asked for (pure)."""

from wgcop.paper.comparison.several import joined

_ASKED, _NOW = 0, 1


def is_met(base: str, wording: str, now: str) -> bool:
    """Return whether the words of today say what a proposal said, in each place of its base that it
    changed. What else changed does not matter, and neither do new clauses that stand below as
    further lines.
    """
    own = max(len(base.split("\n")), len(wording.split("\n")))
    above = "\n".join(now.split("\n")[:own])
    return _says(base, wording, now) or (above != now and _says(base, wording, above))


def _says(base: str, wording: str, now: str) -> bool:
    stretches = joined(base, {_ASKED: wording, _NOW: now})
    changed = [each for each in stretches if each.words_of(_ASKED) != each.base]
    return bool(changed) and all(each.words_of(_ASKED) == each.words_of(_NOW) for each in changed)
