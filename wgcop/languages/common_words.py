"""The commonest words of languages: stop words, which say too little to search for, and usual
words, which tell a language.

There are two lists for each language because they serve two ends. Stop words are spelt as search
compares words, without accents, and leave out what means something in English. Usual words are
spelt as people write them.
"""

from collections.abc import Mapping

_STOP_WORDS = {
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
_USUAL = {
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
# These share words with the languages above, so only a text of more than a line or two tells them apart.
_USUAL_OF_OTHERS = {
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


def _sets(lists: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in lists.items()}


STOP_WORDS = _sets(_STOP_WORDS)
"""The words of each language that nobody searches for."""
USUAL_WORDS = _sets(_USUAL)
"""The words that reveal the language of a text, for those of the six languages that share the Latin
script.
"""
USUAL_WORDS_OF_OTHERS = _sets(_USUAL_OF_OTHERS)
"""The words that reveal that a text is in another language."""
