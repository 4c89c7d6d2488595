"""The lines of the summary as sentences, such as “3 paragraphs changed”."""

from collections.abc import Callable

from flask_babel import ngettext

from wgcop.paper.comparison import How, Part

_Worded = Callable[[int], str]

_WORDS: dict[tuple[Part, How], _Worded] = {
    (Part.PARAGRAPH, How.CHANGED): lambda n: ngettext(
        "%(num)d paragraph changed", "%(num)d paragraphs changed", n
    ),
    (Part.PARAGRAPH, How.ADDED): lambda n: ngettext(
        "%(num)d paragraph added", "%(num)d paragraphs added", n
    ),
    (Part.PARAGRAPH, How.REMOVED): lambda n: ngettext(
        "%(num)d paragraph removed", "%(num)d paragraphs removed", n
    ),
    (Part.PARAGRAPH, How.MOVED): lambda n: ngettext(
        "%(num)d paragraph moved", "%(num)d paragraphs moved", n
    ),
    (Part.PARAGRAPH, How.SET): lambda n: ngettext(
        "%(num)d paragraph formatted differently", "%(num)d paragraphs formatted differently", n
    ),
    (Part.HEADING, How.CHANGED): lambda n: ngettext(
        "%(num)d heading changed", "%(num)d headings changed", n
    ),
    (Part.HEADING, How.ADDED): lambda n: ngettext(
        "%(num)d heading added", "%(num)d headings added", n
    ),
    (Part.HEADING, How.REMOVED): lambda n: ngettext(
        "%(num)d heading removed", "%(num)d headings removed", n
    ),
    (Part.HEADING, How.MOVED): lambda n: ngettext(
        "%(num)d heading moved", "%(num)d headings moved", n
    ),
    (Part.HEADING, How.SET): lambda n: ngettext(
        "%(num)d heading formatted differently", "%(num)d headings formatted differently", n
    ),
    (Part.ITEM, How.CHANGED): lambda n: ngettext(
        "%(num)d list item changed", "%(num)d list items changed", n
    ),
    (Part.ITEM, How.ADDED): lambda n: ngettext(
        "%(num)d list item added", "%(num)d list items added", n
    ),
    (Part.ITEM, How.REMOVED): lambda n: ngettext(
        "%(num)d list item removed", "%(num)d list items removed", n
    ),
    (Part.ITEM, How.MOVED): lambda n: ngettext(
        "%(num)d list item moved", "%(num)d list items moved", n
    ),
    (Part.ITEM, How.SET): lambda n: ngettext(
        "%(num)d list item formatted differently", "%(num)d list items formatted differently", n
    ),
    (Part.LIST, How.ADDED): lambda n: ngettext("%(num)d list added", "%(num)d lists added", n),
    (Part.LIST, How.REMOVED): lambda n: ngettext(
        "%(num)d list removed", "%(num)d lists removed", n
    ),
    (Part.QUOTATION, How.ADDED): lambda n: ngettext(
        "%(num)d quotation added", "%(num)d quotations added", n
    ),
    (Part.QUOTATION, How.REMOVED): lambda n: ngettext(
        "%(num)d quotation removed", "%(num)d quotations removed", n
    ),
    (Part.NOTE, How.CHANGED): lambda n: ngettext(
        "Notes of %(num)d paragraph changed", "Notes of %(num)d paragraphs changed", n
    ),
    (Part.TABLE, How.CHANGED): lambda n: ngettext(
        "%(num)d table changed", "%(num)d tables changed", n
    ),
    (Part.TABLE, How.ADDED): lambda n: ngettext("%(num)d table added", "%(num)d tables added", n),
    (Part.TABLE, How.REMOVED): lambda n: ngettext(
        "%(num)d table removed", "%(num)d tables removed", n
    ),
    (Part.TABLE, How.MOVED): lambda n: ngettext("%(num)d table moved", "%(num)d tables moved", n),
    (Part.ROW, How.ADDED): lambda n: ngettext(
        "%(num)d table row added", "%(num)d table rows added", n
    ),
    (Part.ROW, How.REMOVED): lambda n: ngettext(
        "%(num)d table row removed", "%(num)d table rows removed", n
    ),
    (Part.COLUMN, How.ADDED): lambda n: ngettext(
        "%(num)d table column added", "%(num)d table columns added", n
    ),
    (Part.COLUMN, How.REMOVED): lambda n: ngettext(
        "%(num)d table column removed", "%(num)d table columns removed", n
    ),
}


def in_words(part: Part, how: How, count: int) -> str:
    worded = _WORDS.get((part, how))
    return (
        worded(count)
        if worded
        else ngettext("%(num)d other change", "%(num)d other changes", count)
    )
