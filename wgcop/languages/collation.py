"""The order of names in lists, as each language has it."""

from unicodedata import combining, normalize

_PRONOUNCED_AS = str.maketrans({"斐": "匪", "梵": "饭", "瑙": "脑"})
"""Characters in names of States that GB 2312 has among the rare ones, which are in the order of their radicals."""
_OWN_LETTERS = {"ru": "й", "es": "ñ"}
"""Letters with a sign that are letters of their own, and stand right after the one without."""
_AFTER = "\uffff"


def place_in_order(name: str, language: str) -> tuple[bytes, str]:
    """Return what a list of names is sorted by: accents and capitals do not count, and Chinese is in
    the order of its pronunciation, in which GB 2312 has the usual characters.
    """
    if language == "zh":
        return name.translate(_PRONOUNCED_AS).encode("gb18030"), name
    own = _OWN_LETTERS.get(language, "")
    return "".join(_letter(each, own) for each in name.casefold()).encode(), name


def _letter(letter: str, own: str) -> str:
    plain = "".join(part for part in normalize("NFKD", letter) if not combining(part))
    return plain + _AFTER if letter in own and own else plain
