"""The labels of numbered items: 3., c), (iii), IV., from numbers and back."""

import re

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def label(number: int, style: str = "1", delim: str = ".") -> str:
    return f"({mark(number, style)})" if delim == "()" else f"{mark(number, style)}{delim}"


def mark(number: int, style: str = "1") -> str:
    if number < 1 or style == "1":
        return str(number)
    letters = _to_roman(number) if style in "iI" else _to_letters(number)
    return letters.upper() if style.isupper() else letters


def first(typed: str) -> tuple[str, int] | None:
    """Return the style and number of a mark that can begin a list, or None if it looks more like a
    word.
    """
    if re.fullmatch(r"0|[1-9][0-9]{0,4}", typed):
        return "1", int(typed)
    if re.fullmatch(r"[ivx]+|[IVX]+", typed):
        number = _from_roman(typed.lower())
        return ("i" if typed.islower() else "I", number) if number else None
    if re.fullmatch(r"[a-zA-Z]", typed):
        return "a" if typed.islower() else "A", ord(typed.lower()) - ord("a") + 1
    return None


def _to_roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def _from_roman(typed: str) -> int:
    number, rest = 0, typed
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            number, rest = number + value, rest[len(sign) :]
    return number if _to_roman(number) == typed else 0


def _to_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
