"""The resolutions, decisions and recommendations that a wording cites by number and edition (pure)."""

import re
from dataclasses import dataclass

from wgcop.meaning.mentions import RuleTopic, mentions
from wgcop.meaning.rules import bare, rules_of

_KINDS = frozenset({"resolution", "decision", "recommendation"})


@dataclass(frozen=True)
class CitedEdition:
    """A citation with its edition, such as *Resolution 67 (Rev. Dubai, 2014)*."""

    kind: str
    number: str
    edition: str
    words: str

    def names(self, place: str, year: int) -> bool:
        """Return whether the edition is the one of this place and year."""
        named = re.sub(r"[\W_]+", "", bare(place))
        return str(year) in self.edition and bool(named) and named in bare(self.edition)


def cited_resolutions(text: str, language: str) -> list[CitedEdition]:
    """Return the citations that name an edition, in the order of the text."""
    rules = rules_of(language)
    if rules is None:
        return []
    found = []
    for mention in mentions(text, rules):
        if mention.topic is RuleTopic.REFERENCE:
            (kind, number), edition = mention.key
            if kind in _KINDS and edition:
                found.append(CitedEdition(kind, number, edition, text[slice(*mention.span)]))
    return found
