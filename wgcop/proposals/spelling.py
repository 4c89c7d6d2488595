"""Whether two texts differ in nothing but punctuation, capitals, spacing and spelling (pure)."""

import re
import unicodedata

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*|[^\w\s]")
_PUNCTUATION = frozenset(".,;:!?¿¡'\"’‘“”«»‹›()–—-‐‑…*،؛؟、。，；：！？「」『』（）")
"""The signs that an editor corrects. Others, such as brackets and percent signs, carry meaning."""
_VARIANTS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"(\w{3})isation(s?)$", r"\1ization\2"),
        (r"(\w{3})is(e|es|ed|ing)$", r"\1iz\2"),
        (r"(\w{3})ys(e|es|ed|ing)$", r"\1yz\2"),
        (r"(\w{3})our(s|ed|ing|able|al)?$", r"\1or\2"),
        (r"(t|b)re(s?)$", r"\1er\2"),
        (r"gramme(s?)$", r"gram\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"(\w{2}el)l(ed|ing|er|ers)$", r"\1\2"),
        (r"(ef|ff)ence(s?)$", r"\1ense\2"),
    )
)
"""The endings that British and American spelling write differently. Beginnings are long enough that
no two words become one, such as “four” and “for”.
"""


def is_editorial(old: str, new: str) -> bool:
    return _sense_of(old) == _sense_of(new)


def _sense_of(text: str) -> list[str]:
    """Return what stays of a text if its punctuation, capitals, spacing and spelling do not count."""
    return [_folded(token) for token in _TOKEN.findall(text) if token not in _PUNCTUATION]


def _folded(token: str) -> str:
    if not token[0].isalpha():
        return token  # the point of 1.5 is no punctuation
    word = "".join(each for each in token.casefold() if each not in _PUNCTUATION)
    word = unicodedata.normalize("NFC", word)
    for pattern, spelling in _VARIANTS:
        word = pattern.sub(spelling, word)
    return word
