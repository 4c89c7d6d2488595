"""Guessing in which of the six languages a comment is written, by its script and its most usual words."""

import re

_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
# Other languages write in these scripts too; their own letters give them away.
_NOT_OURS = {
    "ru": re.compile(r"[іїєґўәғқңөұүһђѓјљњћќџ]", re.IGNORECASE),
    "ar": re.compile(r"[پچژگکیےٹڈڑں]"),
    "zh": re.compile(r"[\u3040-\u30ff\uac00-\ud7af]"),
}
_LATIN = re.compile(r"[a-zà-öø-ÿœ]+", re.IGNORECASE)
_USUAL_WORDS = {
    "en": (
        "the of and to in that is for it this "
        "with be are on we as by not have from which "
        "would can should i you a an at or but agree"
    ),
    "fr": (
        "le la les des de du et à en que qui "
        "une un est pour dans ce cette il nous avec sur "
        "pas sont au aux par ne plus se être d l"
    ),
    "es": (
        "el la los las de del y en que "
        "una un es para con por no se su "
        "al lo más este esta como son nos o pero"
    ),
}
# They share words with those above, which more than a line or two tells apart.
_USUAL_WORDS_OF_OTHERS = {
    "ca": "el la els les de del dels en i que és un una per a amb no es més com al als o són ha seva",
    "cs": "a v na se je že to pro by s i z do od jako nebo který o ve k při jsou",
    "da": "og i det at en den til er som på de med af for ikke der var et har når om skal eller",
    "de": "der die das den dem des und ist ein eine einer in zu von mit für auf nicht sich auch als bei im am oder",
    "gl": "o a os as de da do das dos en no na nos e que é un unha para con por non se máis como ao á ou son",
    "hu": "a az és hogy nem is egy de van ez meg vagy mint csak ami aki el azt ha lehet",
    "it": "il lo la i gli le di del della dei delle da in con per che e è un una non si come sono al alla nel nella",
    "nl": "de het een en van in is op te dat die voor met niet zijn aan door als ook bij of wordt om naar",
    "pl": "w i na z do się nie o że to jest po od przez dla są jak lub oraz ich",
    "pt": "o a os as de da do das dos em no na nos e que é um uma para com por não se mais como ao à ou são",
    "ro": "de la și în cu pe care nu este sunt o un al ale a lui pentru din prin mai sau să",
    "sv": "och i att det som en på är av för med till den har de inte om ett var",
}
_USUAL, _USUAL_OF_OTHERS = (
    {language: frozenset(words.split()) for language, words in usual.items()}
    for usual in (_USUAL_WORDS, _USUAL_WORDS_OF_OTHERS)
)
_ENOUGH_WORDS = 12
_OWN_LETTERS = {"fr": re.compile(r"[çœêèàùâîôû]"), "es": re.compile(r"[ñ¿¡áíóú]")}
# So much Russian is not written without them; Bulgarian and Macedonian are.
_OWN_RUSSIAN = re.compile(r"[ыэё]", re.IGNORECASE)
_ENOUGH_RUSSIAN = 250
"""In letters."""
_LATIN_FOREIGN = re.compile(r"[äöåøæłżźćńśąęřšžčýěůőűğışţăășțãõ]")


def guess(text: str) -> str:
    """The language's tag, or nothing when it could be any."""
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
    """As `guess`, but a longer text may be in one of some other languages too."""
    words = [word.casefold() for word in _LATIN.findall(text)]
    if len(words) >= _ENOUGH_WORDS and not _is_in_another_script(text):
        scores = {
            language: sum(word in usual for word in words)
            for language, usual in (_USUAL | _USUAL_OF_OTHERS).items()
        }
        likeliest = max(scores, key=scores.__getitem__)
        if likeliest in _USUAL_OF_OTHERS:
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
        for language, usual in _USUAL.items()
    }
    first, second = sorted(scores.values(), reverse=True)[:2]
    foreign = len(_LATIN_FOREIGN.findall(text.casefold())) > len(words) / 10
    # A word or two alone decide nothing: the reader's own settings do better than a wrong claim.
    if first < 2 or first == second or first < len(words) / 8 or foreign:
        return ""
    return max(scores, key=lambda language: scores[language])
