"""Guesses the language of a text by its script and its most usual words."""

import re

from wgcop.languages.common_words import USUAL_WORDS, USUAL_WORDS_OF_OTHERS
from wgcop.languages.scripts import ARABIC, CYRILLIC, HAN

_SCRIPTS = {
    "ru": re.compile(f"[{CYRILLIC}]"),
    "ar": re.compile(f"[{ARABIC}]"),
    "zh": re.compile(f"[{HAN}]"),
}
# Other languages write in these scripts too; their own letters give them away.
_NOT_OURS = {
    "ru": re.compile(r"[іїєґўәғқңөұүһђѓјљњћќџ]", re.IGNORECASE),
    "ar": re.compile(r"[پچژگکیےٹڈڑں]"),
    "zh": re.compile(r"[\u3040-\u30ff\uac00-\ud7af]"),
}
_LATIN = re.compile(r"[a-zà-öø-ÿœ]+", re.IGNORECASE)
_ENOUGH_WORDS = 12
_OWN_LETTERS = {"fr": re.compile(r"[çœêèàùâîôû]"), "es": re.compile(r"[ñ¿¡áíóú]")}
# Russian text of this length always contains one of these letters; Bulgarian and Macedonian have none.
_OWN_RUSSIAN = re.compile(r"[ыэё]", re.IGNORECASE)
_ENOUGH_RUSSIAN = 250
"""The length of text, in letters, above which Russian must contain some of the letters that only
Russian has.
"""
_LATIN_FOREIGN = re.compile(r"[äöåøæłżźćńśąęřšžčýěůőűğışţăășțãõ]")


def guess(text: str) -> str:
    """Return the tag of the text's language, one of the six, or an empty string if it cannot be
    told.
    """
    text = re.sub(r"https?://\S+|@\[[^\]]*\]\([^)]*\)|@\w+", " ", text)
    letters = sum(character.isalpha() for character in text)
    if not letters:
        return ""
    for language, script in _SCRIPTS.items():
        if len(script.findall(text)) > letters / 2:
            if _NOT_OURS[language].search(text):
                return ""
            is_russian = letters < _ENOUGH_RUSSIAN or _OWN_RUSSIAN.search(text)
            return language if language != "ru" or is_russian else ""
    return _latin(text)


def guess_any(text: str) -> str:
    """Guess as `guess` does, but also recognize some other languages in a longer text."""
    words = [word.casefold() for word in _LATIN.findall(text)]
    if len(words) >= _ENOUGH_WORDS and not _is_in_another_script(text):
        scores = {
            language: sum(word in usual for word in words)
            for language, usual in (USUAL_WORDS | USUAL_WORDS_OF_OTHERS).items()
        }
        likeliest = max(scores, key=scores.__getitem__)
        if likeliest in USUAL_WORDS_OF_OTHERS:
            return likeliest if scores[likeliest] > len(words) / 6 else ""
    return guess(text)


def _is_in_another_script(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return any(len(script.findall(text)) > letters / 2 for script in _SCRIPTS.values())


def _latin(text: str) -> str:
    words = [word.casefold() for word in _LATIN.findall(text)]
    scores = {
        language: sum(word in usual for word in words)
        + 2 * bool(language in _OWN_LETTERS and _OWN_LETTERS[language].search(text.casefold()))
        for language, usual in USUAL_WORDS.items()
    }
    first, second = sorted(scores.values(), reverse=True)[:2]
    foreign = len(_LATIN_FOREIGN.findall(text.casefold())) > len(words) / 10
    # One or two words decide nothing: the reader's own settings do better than a wrong claim.
    if first < 2 or first == second or first < len(words) / 8 or foreign:
        return ""
    return max(scores, key=lambda language: scores[language])
