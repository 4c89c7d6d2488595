"""The headings of ITU resolutions: their vocabulary, and how one that ran into a paragraph is recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

PREAMBULAR = "preambular"
OPERATIVE = "operative"

LONGEST = 300
_LONGEST_ADDRESSEE = 170

_DEGREE = (
    r"(?:also|further|furthermore|moreover|again|finally|hereby|therefore|in addition|likewise|equally|"
    r"deeply|gravely|seriously|fully|particularly|especially|strongly|firmly|in particular)"
)
_WITH = (
    r"with(?: (?:great|deep|keen|particular|sincere))? "
    r"(?:appreciation|satisfaction|concern|interest|regret|pleasure|gratitude|approval|alarm)"
    r"(?: and (?:appreciation|satisfaction|concern|interest|regret|pleasure|gratitude))?"
)
_PARTICIPLES = (
    "bearing in mind|keeping in mind|having in mind|taking into account|taking into consideration|"
    "taking duly into account|taking due account|taking account|taking due note|taking note|"
    "having regard|having due regard|having taken into account|having taken note|having taken|having been|"
    "having considered|having examined|having noted|having heard|having studied|having reviewed|"
    "having received|having analysed|having adopted|having discussed|having seen|having agreed|"
    "in view|in the light|in light|in accordance|in application|in pursuance|in order|in recognition|"
    "pursuant|on the basis|on the proposal|without prejudice|paying tribute|giving due consideration|"
    "being aware|being convinced|being mindful|being conscious|being concerned|"
    "acknowledging|affirming|alarmed|anxious|appreciating|approving|attaching|aware|believing|cognizant|"
    "cognisant|commending|concerned|confident|confirming|congratulating|conscious|considering|convinced|"
    "deploring|desiring|desirous|determined|emphasizing|emphasising|encouraged|encouraging|endorsing|"
    "expressing|given|grateful|guided|highlighting|hoping|inspired|intending|keen|mindful|noting|"
    "observing|persuaded|pleased|realizing|realising|reaffirming|recalling|recognizing|recognising|"
    "referring|regretting|reiterating|remembering|resolved|satisfied|seeking|stressing|supporting|"
    "thanking|underlining|underscoring|understanding|viewing|welcoming|whereas"
)
_PARTICIPLE = "(?:" + "|".join(sorted(_PARTICIPLES.split("|"), key=len, reverse=True)) + ")"
_PREAMBULAR_PHRASE = (
    rf"(?:{_DEGREE} )?{_PARTICIPLE}"
    rf"(?:,? {_DEGREE}|,? {_WITH}|,? (?:and|or) (?:{_DEGREE} )?{_PARTICIPLE}| of| to| with| that| the fact| the following)*"
)

_VERBS = (
    "calls upon|calls on|calls for|takes note|takes into account|draws the attention|draws attention|"
    "pays tribute|gives notice|expresses|decides|resolves|instructs|invites|requests|recommends|urges|"
    "encourages|authorizes|authorises|appeals|asks|approves|adopts|endorses|affirms|reaffirms|confirms|"
    "declares|directs|charges|entrusts|empowers|establishes|thanks|congratulates|commends|notes|welcomes|"
    "recognizes|recognises|reminds|renews|reiterates|proposes|agrees|emphasizes|emphasises|stresses|"
    "supports|suggests|designates|determines|mandates|nominates|orders|abrogates|repeals|revokes|cancels|"
    "suspends|advises|assigns|appoints|acknowledges|appreciates|considers|undertakes|highlights|underlines"
)
_CONTINUES = r"continues to (?:invite|encourage|instruct|urge|request|call upon|recommend|support)"
_VERB = (
    "(?:"
    + _CONTINUES
    + "|"
    + "|".join(sorted(_VERBS.split("|"), key=len, reverse=True))
    + rf")(?: (?:and|or) (?:{_DEGREE} )?(?:{_VERBS}))?"
)
# "resolves to instruct the Director …" is one heading, not a heading and its text.
_DELEGATED = r"(?: to (?:instruct|invite|request|urge|encourage|call upon|call on|recommend|authorize|ask|appeal to))"
_VERB_PHRASE = rf"(?:(?:and )?{_DEGREE} )?{_VERB}{_DELEGATED}?"
_ADDRESSEE = (
    r"(?:the|all|each|every|both|other|its|their|ITU|UN|BDT|TSB|BR|TDAG|TSAG|RAG|WTDC|WTSA|Member|Members|"
    r"Sector|States|Associates|Academia|academia|administrations|Administrations|governments|Governments|"
    r"developed|developing|countries|regional|national|interested|concerned|membership|stakeholders|"
    r"participants|Parties|study|Study|to the|upon the|on the|organizations|Directors|those|"
    r"least developed countries|small island|landlocked)\b"
)

_WHOLE_PREAMBULAR = re.compile(rf"{_PREAMBULAR_PHRASE}[,:]?", re.IGNORECASE)
_START_PREAMBULAR = re.compile(rf"({_PREAMBULAR_PHRASE})[,:]?(?=\s)", re.IGNORECASE)
_START_OPERATIVE = re.compile(rf"({_VERB_PHRASE})(?: ({_DEGREE}))?\b", re.IGNORECASE)
_WHOLE_OPERATIVE = re.compile(
    rf"{_VERB_PHRASE}(?:,? {_DEGREE})*(?: (?:to|that|the following|as follows))?[,:]?",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(rf"({_VERB_PHRASE})(?:,? {_DEGREE},?)* (?=(?:{_ADDRESSEE}))")
_AFTER_COMMA = re.compile(rf",\s+({_VERB_PHRASE})\b")
_TO = re.compile(r"\s(?=(?:to|that)\s)")
# In these, "to" belongs to the addressee and not to the instruction.
_TO_INSIDE = re.compile(
    r"(?:respect|regard|relation|response|view|addition|according|pursuant|contributing|related|due|"
    r"relating|reference|subject|belonging|accordance)$"
)
_ONE = re.compile(r"\s(?=1\)?\s+(?:to|that|the|in|for|on|by|its|their)\s)")

_RUN_IN_VERBS = (
    r"(?:(?:and )?(?:further|also) )?"
    r"(?:instructs|invites|requests|urges|encourages|calls upon|calls on|authorizes|authorises|appeals to|"
    r"directs|charges|entrusts|(?:resolves|decides)(?:"
    + _DELEGATED
    + r")?|recommends|"
    + _CONTINUES
    + r")"
    r"(?: (?:further|also))?"
)
_RUN_IN = re.compile(rf"(?:^|(?<=[,;.:] )|(?<=[.;][\"”] ))(?P<verb>{_RUN_IN_VERBS})(?=\s|$)")
_THANKS = re.compile(
    r"(?:^|(?<=[,;.] ))(?P<heading>expresses its [\w ]{0,60}?(?:thanks|gratitude|appreciation)"
    r"(?: and [\w ]{0,40}?(?:thanks|gratitude|appreciation))?)(?= to )"
)
_RUN_IN_PARTICIPLE = re.compile(rf"(?<=[,;.] )(?P<heading>{_PREAMBULAR_PHRASE})[,:]?$")
_WITHOUT_ADDRESSEE = re.compile(r"(?:resolves|decides|recommends)(?: further| also)?$")
_FURTHER = re.compile(
    r"^(?:and )?(?:further|also) (?:resolves|decides)$|^(?:resolves|decides) (?:further|also)$"
)
_MAIN_VERB = re.compile(r"(?<=, )(?P<verb>(?:further )?(?:resolves|decides))(?= (?:to|that) )")
_QUOTED = re.compile(rf"\b(?:which|that|who|and)\s+(?:{_RUN_IN_VERBS})\s", re.IGNORECASE)


@dataclass(frozen=True)
class RunIn:
    """A heading found inside a paragraph: where it starts, its words, and where its text starts."""

    start: int
    heading: str
    rest: int
    numbered: bool = False
    """Its first item, numbered 1, follows on the same line."""


@lru_cache(maxsize=1000)
def kind_of(heading: str) -> str | None:
    """Whether these words, standing alone, are a heading of the vocabulary, and of which kind."""
    plain = heading.rstrip(",: ")
    if len(plain) > LONGEST or not plain:
        return None
    if _WHOLE_PREAMBULAR.fullmatch(plain):
        return PREAMBULAR
    if _WHOLE_OPERATIVE.fullmatch(plain):
        return OPERATIVE
    if _ADDRESSED.match(plain[0].lower() + plain[1:]):
        return OPERATIVE
    if _START_PREAMBULAR.match(plain):
        return OPERATIVE if _AFTER_COMMA.search(plain) else PREAMBULAR
    if _START_OPERATIVE.match(plain):
        return OPERATIVE
    return None


@lru_cache(maxsize=1000)
def stands_alone(text: str) -> str | None:
    """The kind of an unmarked line, if it can hardly be anything but a heading."""
    if len(text) > LONGEST or text[-1] in ".;":
        return None
    plain = text.rstrip(",: ")
    if _WHOLE_PREAMBULAR.fullmatch(plain):
        return PREAMBULAR
    if _WHOLE_OPERATIVE.fullmatch(plain):
        return OPERATIVE
    if match := _ADDRESSED.match(plain[0].lower() + plain[1:]):
        return OPERATIVE if _end_of_addressee(plain, match.end()) is None else None
    return None


def kind_by_form(heading: str, part: str) -> str:
    """The kind of a heading that the vocabulary does not know, from its grammar and its place."""
    first = heading.split()[0].rstrip(",:").lower()
    if first.endswith(("ing", "ed", "ful")):
        return PREAMBULAR
    return OPERATIVE if first.endswith("s") else part


def leading(text: str) -> tuple[str, str] | None:
    """A heading that opens its own paragraph: "considering that …", "instructs the Director to …"."""
    lowered = text[:1].lower() + text[1:]
    if match := _ADDRESSED.match(lowered):
        end = _end_of_addressee(text, match.end())
        if end is not None and end - match.end() <= _LONGEST_ADDRESSEE:
            return text[:end], text[end:].lstrip()
        return None
    if match := _START_OPERATIVE.match(lowered):
        end = match.end()
        return (text[:end], text[end:].lstrip()) if text[end:].strip() else None
    if match := _START_PREAMBULAR.match(lowered):
        words = re.sub(r" (?:that|of|to|with)$", "", match[1])
        rest = (
            text[len(words) :].lstrip(" ,:") if match[1] == words else text[len(words) :].lstrip()
        )
        return (text[: len(words)], rest) if rest else None
    return None


def split_empty(heading: str, kind: str) -> tuple[str, str] | None:
    """A marked line that is heading and text in one, since nothing follows it."""
    if kind == PREAMBULAR and (match := _START_PREAMBULAR.match(heading)):
        words = re.sub(r" (?:that|of|to|with)$", "", match[1])
        rest = heading[len(words) :].strip(" ,:")
        return (heading[: len(words)], rest) if rest else None
    if kind == OPERATIVE:
        return leading(heading)
    return None


def find_run_in(text: str, *, preambular: bool) -> RunIn | None:
    """The first heading that ran into this paragraph, if that is unmistakable."""
    quoted = _QUOTED.search(text)
    match: re.Match[str] | None
    for match in _RUN_IN.finditer(text):
        if quoted and quoted.start() < match.start() and not _new_sentence(text, match.start()):
            return None
        found = _run_in_at(text, match)
        if found and (not preambular or found.numbered or found.rest == len(text)):
            return found
    if not preambular and (match := _THANKS.search(text)):
        return RunIn(match.start(), match["heading"], match.end() + 1)
    return None


def find_main_verb(text: str) -> RunIn | None:
    """ "…, resolves to express its thanks" in a preamble that no marked *resolves* follows."""
    for match in _MAIN_VERB.finditer(text):
        if _QUOTED.search(text, 0, match.end() + 1):
            return None
        delegated = _RUN_IN.match(text, match.start())
        return (delegated and _run_in_at(text, delegated)) or RunIn(
            match.start(), match["verb"], match.end() + 1
        )
    return None


def find_numbered_run_in(text: str) -> RunIn | None:
    for match in _RUN_IN.finditer(text):
        found = _run_in_at(text, match)
        if found and found.numbered:
            return found
    return None


def find_trailing_participle(text: str) -> RunIn | None:
    """ "…, recognizing also" at the very end of a paragraph whose list goes on with a)."""
    match = _RUN_IN_PARTICIPLE.search(text, max(0, len(text) - 120))
    return RunIn(match.start(), match["heading"], len(text)) if match else None


@lru_cache(maxsize=1000)
def verb_and_addressee(heading: str) -> tuple[str, str]:
    """ "instructs the Secretary-General" → "instructs", "the Secretary-General"."""
    match = _START_OPERATIVE.match(heading)
    if match is None and (after := _AFTER_COMMA.search(heading)):
        heading = heading[after.start(1) :]
        match = _START_OPERATIVE.match(heading)
    if match is None:
        first, _, rest = heading.partition(" ")
        return first, rest
    verb = re.match(rf"(?:(?:and )?{_DEGREE} )?{_VERB}", heading, re.IGNORECASE)
    assert verb is not None
    return verb.group(), heading[verb.end() :].strip(" ,")


def _new_sentence(text: str, at: int) -> bool:
    return at == 0 or text[at - 2] == "."


def _run_in_at(text: str, match: re.Match[str]) -> RunIn | None:
    start, verb_end = match.start("verb"), match.end("verb")
    rest = text[verb_end : verb_end + LONGEST + 60]
    if one := _ONE.match(rest):
        at = verb_end + one.end()
        return RunIn(start, text[start : verb_end + one.start()], at, numbered=True)
    if _FURTHER.search(match["verb"]) and re.match(r" (?:to|that) ", rest):
        return RunIn(start, match["verb"], verb_end + 1)
    if not rest.strip(" ,:"):
        return RunIn(start, text[start:verb_end], len(text))
    addressee = re.match(rf"\s+(?={_ADDRESSEE})", rest)
    if addressee is None:
        return None

    one = _ONE.search(rest)
    to = _end_of_addressee(text, verb_end + addressee.end())
    if one and (to is None or verb_end + one.start() < to):
        at = verb_end + one.start()
        return RunIn(start, text[start:at], at + 1, numbered=True)
    if _WITHOUT_ADDRESSEE.search(match["verb"]):
        return None
    if to is None:
        whole = text[start:].rstrip(",: ")
        return RunIn(start, whole, len(text)) if len(whole) <= 250 and "; " not in whole else None
    if to - verb_end > _LONGEST_ADDRESSEE:
        if not match["verb"].startswith("continues"):
            return None
        return RunIn(start, match["verb"], verb_end + 1)
    if ";" in text[verb_end:to]:
        return None
    return RunIn(start, text[start:to], to + 1)


def _end_of_addressee(text: str, at: int) -> int | None:
    """Where "the Director of BDT" ends in "the Director of BDT to report …"."""
    for match in _TO.finditer(text, at, at + 2 * LONGEST):
        if not _TO_INSIDE.search(text, max(0, match.start() - 20), match.start()):
            return match.start()
    return None
