"""Finds title and date in the first lines of a text, and nothing rather than a guess (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from wgcop.languages.months import MONTHS
from wgcop.languages.scripts import ARABIC, HAN

LONGEST_TITLE = 300
_LONGEST_LINE = 220
_LINES = 40
_FIRST_LINES = 6

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 3–4 October 2012: the paper of a meeting has the date of its last day.
        rf"(?<!\d){_DAY},?\s+(?:de\s+)?(?P<month>{_MONTH})\s*(?:/\s*\w+)?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"\b(?P<month>{_MONTH})\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}-(?P<month_number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month_number>\d{{1,2}})\.{_YEAR}(?!\d)",
        rf"{_YEAR}\s*年\s*(?P<month_number>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?",
        rf"(?<!\w)(?P<month>{_MONTH}),?\s+(?:de\s+)?{_YEAR}(?!\d)",
    )
)
# (Geneva, 2012) and (06/2012)
_IN_BRACKETS = re.compile(rf"\((?:[^()\d]{{0,40}},\s*)?(?:(?P<month_number>\d\d)/)?{_YEAR}\)")
# Child Online Safety Act, 2015
_OF_AN_ACT = re.compile(rf"\b(?:act|law|loi|ley|code|закон),?\s+{_YEAR}$", re.IGNORECASE)
# Number, then date: a later date belongs to another instrument that the title names.
_OF_AN_INSTRUMENT = re.compile(
    r"(?:\S+ )?(?:\S+ )?(?:regulation|directive|resolution|decision|recommendation|règlement|directiva|reglamento)\b"
    r".{0,120}?(?<!\w)(?:of|du|de|от) (?P<date>\d{1,2}\W.{4,24})",
    re.IGNORECASE,
)
# DIRECTIVE 2011/93/EU
_INSTRUMENT = re.compile(
    r"(?:[A-ZÉ]+ ){0,2}(?:REGULATION|DIRECTIVE|DECISION|RESOLUTION|RECOMMENDATION|RÈGLEMENT|DÉCISION|REGLAMENTO|DIRECTIVA)\b"
)
_LONGEST_NOTE = 50
# Words beside the date of adoption, which counts even inside a sentence.
_ADOPTED = re.compile(
    r"adopted|approved|done at|proclaimed|adopt[ée]|approuv|aprobad|adoptad|proclam|принят|утвержд|اعتُ?مد|通过",
    re.IGNORECASE,
)
# Date: 12 June 2012
_LABELLED = re.compile(
    r"(?:(?:publication_)?date|дата|fecha|التاريخ|日期)\s*[:：]\s*[\"']?(?P<date>.+)", re.IGNORECASE
)
# Title: Guidelines for industry
_TITLE_LABELLED = re.compile(
    r"(?:title|titre|título|название|العنوان|标题|题目)\s*[:：]\s*[\"']?(?P<title>[^\"']\S.*?)[\"']?$",
    re.IGNORECASE,
)

# Lines above the document, by whoever made the copy: where it is from, and under which licence.
_PROVENANCE = re.compile(
    r"(?:source|licen[cs]e|copyright|retrieved|downloaded|url)(?: from| on)?\s*[:：].*|(?:©|\(c\)\s).*",
    re.IGNORECASE,
)
# A table drawn in plain text: a rule, and a rule with gaps between columns.
_RULE = re.compile(r"\s*[-+]-{2,}[-+ ]*")
_COLUMNS = re.compile(r"\s*-{3,}(?: +-{3,})+\s*")
# Markdown around a line: ## Title, **Title**
_MARKUP = re.compile(r"^(?:[#=]+\s+|\*\*(?=\S)|_(?=\S))|(?<=\S)(?:\*\*|_)$|\s[#=]+$")
# CHAPTER II, Annex A, 第三章
_DIVISION = re.compile(
    r"(?:chapter|part|section|annex|appendix|title|book|article|"
    r"chapitre|partie|annexe|titre|livre|capítulo|parte|sección|anexo|título|artículo|"
    r"глава|часть|раздел|приложение|статья|الفصل|الباب|الجزء|الملحق|المادة)"
    r"\s+(?:\d{1,3}|[IVXLC]{1,7}|[A-Z]|one|first|premier|первая|الأول\w*)\b.{0,3}"
    r"|第[一二三四五六七八九十百\d]{1,5}[条條章节節编編部分]{1,2}",
    re.IGNORECASE,
)
# Names of opening parts, which are no titles of documents.
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
# A line that ends like this goes on in the next: “Guidelines for the protection of”
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
# “The Plenipotentiary Conference … (Dubai, 2018),” opens the text itself and is no title.
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
# [draft], report.docx, a page number
_TOO_PLAIN = re.compile(r"\[\w+\]|\S+\.(?:xml|html?|docx?|pdf|txt)|\W*\w{1,3}\W*|[\W\d_]*")


def title_of(lines: Sequence[str], declared: str = "") -> str:
    """The text's own title, whole and with its subject; empty if its head has none.

    An empty line ends a paragraph. `declared` is the title in the file's properties, which often comes from
    a template. It counts only if the head says the same, and then shows where the title ends.
    """
    head = _head(list(_without_tables(lines[: 4 * _LINES])))
    if labelled := next(
        (m["title"] for line in head if (m := _TITLE_LABELLED.fullmatch(line))), ""
    ):
        return _cut(" ".join(labelled.split()))
    if declared and _plain(declared) and _plain(declared) in _plain(" ".join(head)):
        if not _is_designation(declared):
            return _cut(declared)
    start = next((at for at, line in enumerate(head) if _may_begin(line)), None)
    if start is not None and len(head[start]) > _LONGEST_LINE:
        # The long line is a notice: the title is the instrument printed in capitals below it.
        start = next((at for at, line in enumerate(head) if _INSTRUMENT.match(line)), start)
    if start is None or len(head[start]) > _LONGEST_LINE or _begins_division(head[:start]):
        return ""
    title, after = _joined(head, start)
    if _is_designation(title):
        subject, end = _joined(head, after) if after < len(head) else ("", after)
        if end + 1 < len(head) and not head[end + 1] and _ends_subject(head, end):
            subject = f"{subject} {head[end]}"
        if _is_subject(subject):
            between = " " if subject[0].islower() else ": "
            title = f"{title.rstrip(' .:')}{between}{subject}"
    return _cut(title)


def date_of(lines: Sequence[str]) -> str:
    """`2012-06-12`, `2012-06` or `2012`, as exact as the text's own head says; empty if it has no date."""
    head = [line for line in _head(lines) if line]
    for line in head:
        if labelled := _LABELLED.fullmatch(line):
            if written := _date_in(labelled["date"]):
                return written
    title = title_of(lines)
    if (of := _OF_AN_INSTRUMENT.match(title)) and (written := _date_in(of["date"])):
        return written
    for line in head:
        if (written := _date_in(line)) and _is_mostly_date(line):
            return written
    for line in head[:_FIRST_LINES]:
        if _begins_text(line):
            break
        if line.endswith((".", "。")) and len(line) > _LONGEST_NOTE and not _ADOPTED.search(line):
            continue  # a sentence may mention any date
        for pattern in (*_DATES, _IN_BRACKETS, _OF_AN_ACT):
            if (match := pattern.search(line)) and (written := _written(match)):
                return written
    return ""


def _ends_subject(head: Sequence[str], at: int) -> bool:
    """Whether this is the last, shorter line of the paragraph that holds the subject."""
    return bool(
        at > 0 and head[at - 1] and len(head[at]) < len(head[at - 1]) and _is_subject(head[at])
    )


def _is_subject(line: str) -> bool:
    """Whether the line is neither the opening formula nor anything else between number and text."""
    return bool(line) and (
        line[0].islower()
        or not (_FORMULA.fullmatch(line) or _begins_text(line) or not _may_begin(line))
    )


def _head(lines: Sequence[str]) -> list[str]:
    """The first lines without markup and notes about the copy, with single empty lines between them."""
    tidy = [_MARKUP.sub("", " ".join(line.split())) for line in lines[: 4 * _LINES]]
    own = [line for line in tidy if not _PROVENANCE.fullmatch(line)]
    head = [line for before, line in pairwise(["", *own]) if line or before]
    return head[: 2 * _LINES]


def _without_tables(lines: Iterable[str]) -> Iterator[str]:
    """Blanks the rows of tables, which stand around a title. A box with a single cell may hold the title."""
    is_inside = False
    box: list[str] = []
    for line in lines:
        if _COLUMNS.fullmatch(line):
            is_inside = not is_inside
        cells = line.strip().strip("|").split("|") if line.startswith("|") else []
        if len(cells) == 1 and cells[0].strip():
            box.append(cells[0].strip())
            continue
        if box:
            yield " ".join(box)
            box = []
        yield "" if is_inside or cells or _RULE.fullmatch(line) else line


def _may_begin(line: str) -> bool:
    """Whether a title may begin here: not with a date, a symbol, a running head or the name of a division."""
    if _is_designation(line):
        return True
    if (
        not line
        or _TOO_PLAIN.fullmatch(line)
        or _ISSUER.fullmatch(line)
        or _is_opening(line)
        or _is_mostly_date(line)
    ):
        return False
    return not _is_symbol(line) and not _NUMBERED.match(line)


def _is_opening(line: str) -> bool:
    """Whether this is “Introduction”, “Chapter I” or the like, which open many texts and are no title."""
    words = line.strip(" .:").casefold().replace(" ", "_")
    return words in _OPENING or bool(_DIVISION.fullmatch(line.strip()))


def _begins_division(before: Sequence[str]) -> bool:
    """Whether a division such as `CHAPTER I` came before, so that what follows is the name of the chapter."""
    return any(_DIVISION.fullmatch(line.strip()) or _is_numbered_heading(line) for line in before)


def _is_numbered_heading(line: str) -> bool:
    return bool(re.match(r"1\.?\s+\S", line))


def _is_symbol(line: str) -> bool:
    """`C 326/391`, `COM(2022) 209 final`, `[S/3128]`."""
    return (
        len(line) <= 40
        and any(character.isdigit() for character in line)
        and not re.search(r"[^\W\d_]{6,}|[^\W\d_]{3,}\s+[^\W\d_]{3,}", line)
        and not _is_designation(line)
        and not re.match(f"[{ARABIC}{HAN}]", line)
    )


def _is_designation(title: str) -> bool:
    return bool(_DESIGNATION.fullmatch(title.strip()))


def _begins_text(line: str) -> bool:
    return len(line) > _LONGEST_LINE or bool(_NUMBERED.match(line))


def _joined(head: Sequence[str], start: int) -> tuple[str, int]:
    """The title that begins at this line, over all its lines, and the line after it."""
    at = start
    while at < len(head) and not head[at]:
        at += 1
    if at == len(head):
        return "", at
    title = head[at]
    at += 1
    while at < len(head):
        gap = not head[at]
        following = at + 1 if gap else at
        if following >= len(head) or not _continues(title, head[following], gap=gap):
            break
        title = f"{title} {head[following]}"
        at = following + 1
    return title, at + 1 if at < len(head) and not head[at] else at


def _continues(title: str, line: str, *, gap: bool) -> bool:
    if (
        len(title) + len(line) > LONGEST_TITLE
        or _SENTENCE_END.search(title)
        or _NUMBERED.match(line)
        or _is_opening(line)
        or _is_designation(title)
    ):
        return False
    if line[0].islower() or (_GOES_ON.search(title) and not _FORMULA.fullmatch(line)):
        return True
    return not gap and not _is_mostly_date(line) and _alike(title, line)


def _alike(title: str, line: str) -> bool:
    """Whether both are in capitals, or both have a capital on every longer word."""
    if title.isupper() or line.isupper():
        return title.isupper() and line.isupper()
    return _is_capitalized(title) and _is_capitalized(line)


def _is_capitalized(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _is_mostly_date(line: str) -> bool:
    """Whether the line is little more than a date and a place: `Geneva, 12 June 2012`."""
    for pattern in _DATES:
        if match := pattern.search(line):
            rest = f"{line[: match.start()]} {line[match.end() :]}"
            return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 3 and len(rest) <= 40
    return False


def _date_in(line: str) -> str:
    for pattern in _DATES:
        if (match := pattern.search(line)) and (written := _written(match)):
            return written
    return ""


def _written(match: re.Match[str]) -> str:
    fields = match.groupdict()
    month = fields.get("month_number") or MONTHS.get((fields.get("month") or "").casefold())
    try:
        if fields.get("day"):
            return date(int(fields["year"]), int(month or 0), int(fields["day"])).isoformat()
        if month:
            return date(int(fields["year"]), int(month), 1).isoformat()[:7]
    except ValueError:
        return ""
    return fields["year"]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
