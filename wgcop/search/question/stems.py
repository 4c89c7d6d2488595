"""Words of the six languages: under which term each is kept, and which say too little to be asked for."""

import re
import threading
from collections.abc import Iterable
from functools import cache, lru_cache

from snowballstemmer import stemmer

from wgcop.languages import UNDETERMINED

_COMMON = {
    "en": """
        a an and are as at be been but by for from had has have he her his how i if in into is it its no not of
        on or our shall she so such than that the their them then there these they this those to was we were
        what when which who whom will with would you
    """,
    # Words that mean something else in English (car, plus, sans, son) are left to the ranking.
    "fr": """
        a au aux avec c ce ces cet cette d dans de des du elle elles en est et eux il ils j je l la le les leur
        leurs lui m ma mais me mes n ne nos notre nous on ont ou par pas pour qu que quel quelle qui s sa se ses
        sont sur t ta te tes tu un une vos votre vous y
    """,
    "es": """
        a al ante aquel como con cual cuando de del desde donde e el ella ellas ellos en entre era es esa ese eso
        esta estas este esto estos fue ha han hasta la las le les lo los mas me mi mis muy ni no nos o para pero
        por porque que quien se segun si sin sobre su sus tambien tan te tu un una unas uno unos y ya
    """,
    "ru": """
        а без бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его ее если есть
        еще же за и из или им их к как ко когда кто ли лишь мне мы на над не него нее нет ни них но о об он она
        они оно от по под при с со так также такой там те тем то того той только том ты у уже чего чем что чтобы
        эта эти это этого этой этот я
    """,
    "ar": """
        او اي اذا الا التي الذي الذين الي ان انه انها اما ايضا بل بما بين تلك ثم حتي حيث ذلك علي عن عند غير في
        فان قد كان كانت كل كما كي لا لان لم لما لن له لها لهم ليس ما مع من منذ منه منها نحن هذا هذه هم هو هولاء
        هي هنا وان وقد ولا وهو وهي وفي ومن وعلي والي يا
    """,
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}

IRREGULAR = {
    "en": {"children": "child", "women": "woman", "men": "man", "criteria": "criterion"},
    # Stems that no rule brings together: a child's fleeting vowel, the broken plurals of child and right.
    "ru": {"ребенок": "ребенк"},
    "ar": {"اطفال": "طفل", "حقوق": "حق"},
}

IRREGULAR_BEGINNINGS = {"man": "me", "die": "dy", "lie": "ly", "tie": "ty"}
"""Where a word does not begin like its stem: men, dying."""

# The same word as the two sides of the Atlantic spell it; both sides of a comparison go through it.
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (re.compile(r"^(behavi|col|endeav|fav|harb|hon|hum|lab|neighb)our"), r"\1or"),
    (re.compile(r"^(cent|met|theat|fib)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(program)me"), r"\1"),
    (re.compile(r"^(def|off|lic)ence"), r"\1ense"),
)

LATIN, CYRILLIC, ARABIC = (
    re.compile(rf"[{letters}]+") for letters in ("a-z", "\u0430-\u045f", "\u0620-\u064a")
)
_LANGUAGES_OF = {LATIN: ("en", "fr", "es"), CYRILLIC: ("ru",), ARABIC: ("ar",)}
_SCRIPT_OF = {name: script for script, names in _LANGUAGES_OF.items() for name in names}
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
_ARABIC_CONJUNCTION = re.compile(r"^[وف](?=[\u0620-\u064a]{4})")

_stemming = threading.Lock()  # a Snowball stemmer holds the word that it works on


@cache
def primary(language: str) -> str:
    """`fr` of `fr-CH`; what says nothing is read like English, whatever it is called."""
    tag = language.partition("-")[0].lower()
    return "en" if tag in ("", UNDETERMINED) else tag


def is_english(language: str) -> bool:
    return primary(language) == "en"


@lru_cache(maxsize=200_000)
def term(word: str, language: str) -> str:
    """What a normalized word of a text in this language is kept as.

    Stems other than English ones say their language: otherwise French words would be found by English ones
    that happen to have the same stem.
    """
    language = primary(language)
    script = _SCRIPT_OF.get(language)
    if script is None or not script.fullmatch(word):
        return word
    return _english(word) if language == "en" else f"{_other(word, language)}/{language}"


def variants(word: str) -> frozenset[str]:
    """The terms under which a typed word may stand in the index, whatever the language of the text."""
    for script, languages in _LANGUAGES_OF.items():
        if script.fullmatch(word):
            return frozenset({word, *(term(word, language) for language in languages)})
    return frozenset({word})


def _english(word: str) -> str:
    if word in IRREGULAR["en"]:
        return IRREGULAR["en"][word]
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    return _stem(word, "en")


def _other(word: str, language: str) -> str:
    if language == "ar":
        word = _ARABIC_CONJUNCTION.sub("", word)
    stemmed = _stem(word, language)
    # Where accents are gone, some endings show only when the first is off: libertades, libertad.
    while language != "ru" and (shorter := _stem(stemmed, language)) != stemmed:
        stemmed = shorter
    return IRREGULAR.get(language, {}).get(stemmed, stemmed)


def _stem(word: str, language: str) -> str:
    with _stemming:
        stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


@cache
def _stemmer(language: str) -> stemmer:
    return stemmer(_SNOWBALL[language])


def without_weight(words: Iterable[str], language: str = "") -> frozenset[str]:
    """The stop words of a question: those of English, of its reader's language and of the one it seems to be in."""
    words = set(words)
    seen = {name: len(words & stops) for name, stops in STOP_WORDS.items()}
    likely = max(seen, key=seen.__getitem__)
    languages = {"en", "ru", "ar", primary(language), *([likely] if seen[likely] > 1 else [])}
    return frozenset().union(*(STOP_WORDS.get(name, ()) for name in languages))
