"""Lines of a resolution are put together to paragraphs, and a footnote printed among them ends one."""

from wgcop.resolutions.blocks import Block, gather
from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.source import SourceLine

NOTE = PrintedFootnote(3, "1", "As adopted in Doha.", "1")
LINES = (
    SourceLine(1, "The Conference recalls that helplines are called by children in every"),
    SourceLine(2, "country of the region, and that none of them"),
    NOTE,
    SourceLine(4, "is told of at school, so that few children know the number that"),
    SourceLine(5, "they may call."),
)


def test_a_footnote_among_broken_lines_stands_between_two_paragraphs():
    before, note, after = gather(LINES, wrapped=True)
    assert isinstance(before, Block) and isinstance(after, Block) and note is NOTE
    assert (before.line, before.text.split()[-1]) == (1, "them")
    assert (after.line, after.text.split()[0], after.text.split()[-1]) == (4, "is", "call.")


def test_where_lines_are_whole_each_is_a_paragraph():
    assert [part.line for part in gather(LINES, wrapped=False)] == [1, 2, 3, 4, 5]


def test_a_gap_a_bullet_or_a_label_begins_a_paragraph_and_any_other_line_goes_on():
    first = SourceLine(1, "The Conference recalls that helplines are called by children in every")
    for line, paragraphs in (
        (SourceLine(2, "country of the region"), 1),
        (SourceLine(2, "country of the region", gap=True), 2),
        (SourceLine(2, "country of the region", bulleted=True), 2),
        (SourceLine(2, "a) country of the region"), 2),
        (SourceLine(2, "_recalling_ the helplines of the region"), 2),
        (SourceLine(2, "Annex"), 2),
    ):
        assert len(list(gather([first, line], wrapped=True))) == paragraphs, line
