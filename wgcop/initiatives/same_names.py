"""Compare two names, or two leads, regardless of word order, punctuation, acronyms and a misspelt
letter (pure).
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import combining, normalize

SAID_IN_FULL = {
    "apt": "asia pacific telecommunity",
    "asmg": "arab spectrum management group",
    "atu": "african telecommunications union",
    "au": "african union",
    "bdt": "telecommunication development bureau",
    "cepol": "european union agency law enforcement training",
    "cept": "european conference postal telecommunications administrations",
    "chi": "child helpline international",
    "citel": "inter american telecommunication commission",
    "coe": "council europe",
    "cop": "child online protection",
    "csirt": "computer security incident response team",
    "ecowas": "economic community west african states",
    "ecpat": "end child prostitution pornography trafficking",
    "eu": "european union",
    "fosi": "family online safety institute",
    "gca": "global cybersecurity agenda",
    "gsma": "gsm association",
    "icmec": "international centre missing exploited children",
    "impact": "international multilateral partnership cyber threats",
    "inhope": "international association internet hotlines",
    "interpol": "international criminal police organization",
    "itu": "international telecommunication union",
    "iwf": "internet watch foundation",
    "ncmec": "national center missing exploited children",
    "oas": "organization american states",
    "oecd": "organisation economic cooperation development",
    "rcc": "regional commonwealth field communications",
    "sadc": "southern african development community",
    "un": "united nations",
    "unesco": "united nations educational scientific cultural organization",
    "unicef": "united nations children fund",
    "unicri": "united nations interregional crime justice research institute",
    "unodc": "united nations office drugs crime",
}
# fmt: off
_LITTLE = {
    "a", "about", "against", "an", "and", "as", "at", "by", "de", "des", "du", "el", "et", "for", "from", "in", "into",
    "la", "las", "le", "les", "los", "of", "on", "or", "s", "the", "their", "to", "with", "y",
}
# fmt: on
_GENERIC = {"campaign", "initiative", "program", "programme", "project"}
_COUNTED = re.compile(r"\d+|first|second|third|fourth|fifth|[ivx]{2,}|phase|north|south|east|west")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
LIKE = 0.8


def same_name(name: str, acronym: str, other: str, other_acronym: str) -> bool:
    return any(
        _alike(one, two)
        for one in _ways_to_say(name, acronym)
        for two in _ways_to_say(other, other_acronym)
    ) or bool(_abbreviates(name, acronym, other) or _abbreviates(other, other_acronym, name))


def same_lead(lead: str, other: str) -> bool:
    """Return whether two leads may be the same. An unknown lead may be anybody; “ITU (BDT)” is also
    the Union.
    """
    one, two = _words(lead), _words(other)
    return (
        not one
        or not two
        or one <= two
        or two <= one
        or _abbreviates(lead, "", other)
        or (_abbreviates(other, "", lead))
    )


def _ways_to_say(name: str, acronym: str) -> list[frozenset[str]]:
    ways = [_words(_IN_BRACKETS.sub(" ", name)), _words(name), _words(acronym)]
    return [way for way in dict.fromkeys(ways) if way]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether the words are the same, except for one that is misspelt, or one that only one
    side has beside three others.
    """
    only_one, only_other = one - other, other - one
    left = only_one | only_other
    if not left:
        return True
    if any(_COUNTED.fullmatch(word) for word in left):
        return False
    if len(only_one) == len(only_other) == 1:
        return _misspelt(*only_one, *only_other)
    return len(left) == 1 and len(one & other) >= 3


def _misspelt(word: str, other: str) -> bool:
    is_long = min(len(word), len(other)) >= 5
    return is_long and SequenceMatcher(None, word, other).ratio() >= LIKE


def _abbreviates(name: str, acronym: str, other: str) -> bool:
    """Return whether a one-word name, or the acronym, consists of the first letters of the other
    name.
    """
    initials = {
        "".join(word[0] for word in words)
        for words in (_split(other), [word for word in _split(other) if word not in _LITTLE])
    }
    short = [_split(each) for each in (name, acronym) if each]
    return any(len(each) == 1 and len(each[0]) >= 3 and each[0] in initials for each in short)


@lru_cache(maxsize=50_000)
def _words(text: str) -> frozenset[str]:
    """Return the significant words of a text: acronyms spelt out, plurals made singular, and
    generic words left out.
    """
    words = [full for word in _split(text) for full in SAID_IN_FULL.get(word, word).split()]
    telling = {_singular(word) for word in words if word not in _LITTLE}
    return frozenset(telling - _GENERIC or telling)


def _split(text: str) -> list[str]:
    letters = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return re.findall(r"\w+", letters.replace("’", "").replace("'", ""))


def _singular(word: str) -> str:
    if word == "children":
        return "child"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
