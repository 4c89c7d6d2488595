"""The Unicode letters for signs that Word stores by their position in an old font."""

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SMALL_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{0x41 + n: letter for n, letter in enumerate(_GREEK)},
    **{0x61 + n: letter for n, letter in enumerate(_SMALL_GREEK)},
    0xA3: "≤",
    0xB3: "≥",
    0xB1: "±",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xBC: "…",
    0xA5: "∞",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xAB: "↔",
    0xB7: "•",
    0xB0: "°",
    0x2D: "−",
    0xD6: "√",
    0xE5: "∑",
    0xCE: "∈",
    0xA7: "♣",
    0xD0: "∠",
    0xDE: "⇒",
}
_WINGDINGS = {
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xE0: "→",
    0xFC: "✓",
    0xFB: "✗",
    0xFE: "☑",
    0xFD: "☒",
    0x6F: "□",
    0x6E: "■",
    0x6C: "●",
    0x76: "❖",
    0x46: "☞",
    0x28: "☎",
    0x2A: "✉",
    0xDF: "←",
}


def symbol(font: str, code: str) -> str | None:
    """Return the letter for a sign, or None if it is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    if not 0xF000 <= number <= 0xF0FF and number > 0xFF:
        return chr(number) if number < 0x110000 and chr(number).isprintable() else None
    table = _WINGDINGS if font.lower().startswith("wingdings") else _SYMBOL
    return table.get(number & 0xFF)
