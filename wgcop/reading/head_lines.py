"""The classification of lines at the head of a text: a number, a symbol, the name of a part, an
issuer, or where a title may begin (pure).
"""

import re
from collections.abc import Sequence

from wgcop.languages.scripts import ARABIC, HAN
from wgcop.reading.written_dates import is_mostly_date

LONGEST_TITLE = 300
LONGEST_LINE = 220
_LONGEST_SYMBOL = 40

# CHAPTER II, Annex A, 第三章
_DIVISION = re.compile(
    r"(?:chapter|part|section|annex|appendix|title|book|article|"
    r"chapitre|partie|annexe|titre|livre|capítulo|parte|sección|anexo|título|artículo|"
    r"глава|часть|раздел|приложение|статья|الفصل|الباب|الجزء|الملحق|المادة)"
    r"\s+(?:\d{1,3}|[IVXLC]{1,7}|[A-Z]|one|first|premier|первая|الأول\w*)\b.{0,3}"
    r"|第[一二三四五六七八九十百\d]{1,5}[条條章节節编編部分]{1,2}",
    re.IGNORECASE,
)
# Names of opening parts, which are not titles of documents.
_OPENING = frozenset(
    (  # noqa: SIM905 (a word to each language's usage reads better than ninety quotes)
        "abstract annex background content contents foreword history index introduction preamble preface "
        "scope source summary table_of_contents keywords "
        "avant-propos introducción préambule preámbulo prólogo résumé resumen sommaire índice table_des_matières "
        "введение преамбула предисловие резюме содержание оглавление аннотация "
        "ديباجة الديباجة مقدمة المقدمة تمهيد المحتويات ملخص 序言 前言 目录 摘要 引言"
    ).split()
)
# 2.1 Scope, (a) recalling, - an item
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-z]\)|\([a-z\d]{1,3}\)|[-–•.]|\*{1,3})\s+\S"
)
_SENTENCE_END = re.compile(r"[.;!?。；！？؛؟]$")
# A line that ends like this continues in the next one: “Guidelines for the protection of”
_GOES_ON = re.compile(
    r"(?:[,:–—(/\-]|(?<!\w)(?:a|an|and|as|at|between|by|for|from|in|of|on|or|the|to|with|"
    r"à|au|aux|d|de|des|du|en|et|la|le|les|ou|par|pour|sur|"
    r"del|el|los|las|o|para|por|y|в|для|и|к|на|о|об|от|по|с|في|من|على|عن|إلى|و))$",
    re.IGNORECASE,
)
# RESOLUTION 67 (Rev. Dubai, 2014), Recommendation ITU-T X.1205, A/RES/57/239
_DESIGNATION = re.compile(
    r"(?:draft\s+)?(?:new\s+|revised\s+)?(?:itu-[rtd]\s+)?"
    r"(?:resolution|decision|recommendation|opinion|résolution|décision|recommandation|"
    r"resolución|decisión|recomendación|резолюция|решение|рекомендация|القرار|المقرر|التوصية)"
    r"\s+(?:itu-[rtd]\s+|мсэ-[rtd]\s+|n[o°º]\.?\s*|№\s*)?[\w./-]*\d[\w./-]*\s*(?:\([^()]{0,60}\))?[.:]?"
    r"|第\s*\d+\s*号?(?:决议|决定|建议)(?:\s*[（(][^()（）]{0,60}[)）])?"
    r"|[SA]/RES/\d+(?:/\d+)?\s*(?:\(\d{4}\))?|\d+ \(\d{4}\)\.? Resolution of .{6,30}",
    re.IGNORECASE,
)
# “The Plenipotentiary Conference … (Dubai, 2018),” opens the text itself and is not a title.
_FORMULA = re.compile(
    r"(?:the|la|le|el|l['’])\s?\S.*[,;]$|(?:the\s+)?(?:states\s+parties|member\s+states)\b.*"
    r"|\S.*\bassembl\w*\b.*,$",
    re.IGNORECASE,
)
# The issuer of a text is printed above its title.
_ISSUER = re.compile(
    r"(?:official journal of|journal officiel de|diario oficial de)\b.*"
    r"|(?:the )?(?:european (?:commission|parliament|council)|commission européenne|comisión europea"
    r"|council of (?:the european union|europe)|conseil de l.europe|united nations|nations unies|naciones unidas"
    r"|(?:the )?(?:general|world health) assembly|(?:the )?security council|economic and social council"
    r"|international telecommunication union|union internationale des télécommunications"
    r"|telecommunication (?:development|standardization) (?:sector|bureau)(?: of itu)?|radiocommunication (?:sector|bureau)"
    r"|unión internacional de telecomunicaciones|международный союз электросвязи|организация объединенных наций"
    r"|الاتحاد الدولي للاتصالات|الأمم المتحدة|国际电信联盟|联合国)",
    re.IGNORECASE,
)
# What publishers print above or beside a title, and about its languages: no part of the document.
_OF_THE_PUBLISHER = re.compile(
    r"(?:important\s+)?(?:legal\s+notice|disclaimer)\b.*|avis juridique.*|aviso (?:jurídico|legal).*|правовое уведомление.*"
    r"|(?:إشعار|إخلاء)\s.*|(?:重要)?法律(?:声明|公告).*"
    r"|(?:this|the) (?:document|text|publication|version) (?:is|was|has|may|should)\b.*|for information only.*"
    r"|no longer in force.*|text with eea relevance.*|all rights reserved.*|unedited (?:advance )?(?:version|copy).*"
    r"|(?:translation|traduction|traducción|перевод)\.?|(?:original|distr)\s*[:.].*|advance (?:unedited )?(?:version|copy)"
    # A whole line between brackets: (This Convention was drawn up in French only.)
    r"|\(\S[^()]{6,}\S\)\.?|\[\S[^\[\]]{6,}\S\]\.?",
    re.IGNORECASE,
)
# [draft], report.docx, a page number
_TOO_PLAIN = re.compile(r"\[\w+\]|\S+\.(?:xml|html?|docx?|pdf|txt)|\W*\w{1,3}\W*|[\W\d_]*")


def may_begin_title(line: str) -> bool:
    """Return whether a title may begin with this line, and not a date, a symbol, a running head or
    the name of a division.
    """
    if is_designation(line):
        return True
    if (
        not line
        or _TOO_PLAIN.fullmatch(line)
        or _ISSUER.fullmatch(line)
        or _OF_THE_PUBLISHER.fullmatch(line)
        or opens_a_part(line)
        or is_mostly_date(line)
    ):
        return False
    return not is_symbol(line) and not _NUMBERED.match(line)


def is_subject(line: str) -> bool:
    """Return whether the line may be the subject of a resolution, and is not the opening formula or
    anything else between number and text.
    """
    return bool(line) and (
        line[0].islower()
        or not (_FORMULA.fullmatch(line) or begins_text(line) or not may_begin_title(line))
    )


def opens_a_part(line: str) -> bool:
    """Return whether the line is “Introduction”, “Chapter I” or the like. Many texts open with such
    a line, which is not their title.
    """
    words = line.strip(" .:").casefold().replace(" ", "_")
    return words in _OPENING or bool(_DIVISION.fullmatch(line.strip()))


def is_in_division(before: Sequence[str]) -> bool:
    """Return whether a division such as `CHAPTER I` came before, so that the line is the name of
    the chapter.
    """
    return any(_DIVISION.fullmatch(line.strip()) or _is_first_heading(line) for line in before)


def _is_first_heading(line: str) -> bool:
    return bool(re.match(r"1\.?\s+\S", line))


def is_symbol(line: str) -> bool:
    """Return whether the line is a symbol, such as `C 326/391`, `COM(2022) 209 final` or
    `[S/3128]`.
    """
    return (
        len(line) <= _LONGEST_SYMBOL
        and any(character.isdigit() for character in line)
        and not re.search(r"[^\W\d_]{6,}|[^\W\d_]{3,}\s+[^\W\d_]{3,}", line)
        and not is_designation(line)
        and not re.match(f"[{ARABIC}{HAN}]", line)
    )


def is_designation(title: str) -> bool:
    return bool(_DESIGNATION.fullmatch(title.strip()))


def begins_text(line: str) -> bool:
    return len(line) > LONGEST_LINE or bool(_NUMBERED.match(line))


def goes_on_in(title: str, line: str, *, gap: bool) -> bool:
    if (
        len(title) + len(line) > LONGEST_TITLE
        or _SENTENCE_END.search(title)
        or _NUMBERED.match(line)
        or opens_a_part(line)
        or is_designation(title)
    ):
        return False
    if line[0].islower() or (_GOES_ON.search(title) and not _FORMULA.fullmatch(line)):
        return True
    return not gap and not is_mostly_date(line) and _alike(title, line)


def _alike(title: str, line: str) -> bool:
    """Return whether both lines are in capitals, or both have a capital on every longer word."""
    if title.isupper() or line.isupper():
        return title.isupper() and line.isupper()
    return _is_capitalized(title) and _is_capitalized(line)


def _is_capitalized(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)
