"""Finds the delegation for a typed name or code, or similar names if no delegation has it."""

import difflib
import unicodedata
from collections.abc import Iterable

from wgcop.accounts.models import Delegation


def find(typed: str, delegations: Iterable[Delegation]) -> Delegation | None:
    wanted = fold(typed)
    return next((d for d in delegations if wanted in _spellings(d)), None)


def _spellings(delegation: Delegation) -> set[str]:
    return set(map(fold, (delegation.name, delegation.shown_name, delegation.code)))


def near(typed: str, delegations: Iterable[Delegation]) -> list[str]:
    """Return up to three similar names, the likeliest first."""
    wanted = fold(typed)
    names = {fold(d.name): d.name for d in delegations}
    containing = [name for name in names if wanted and (wanted in name or name in wanted)]
    similar = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.6)
    return [names[name] for name in dict.fromkeys(containing + similar)][:3]


def fold(text: str) -> str:
    """Return the text for comparing: without accents and capitals, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())
