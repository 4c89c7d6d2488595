from wgcop.priorwork.sections import (
    LONGEST_SECTION,
    DocumentPart,
    parts,
    section_at,
    sections,
    without_title,
)
from wgcop.search.records import Passage

TEXT = "A title\n1 First\nSome words.\nMore words.\n2 Second\nOther words."


def at(words, place, fragment):
    return Passage(TEXT.index(words), place, fragment)


def test_a_text_without_passages_is_one_part():
    assert parts("One.\nTwo.", ()) == [DocumentPart(paragraphs=("One.", "Two."))]


def test_all_of_the_text_is_there_and_headings_are_told_from_it():
    result = parts(TEXT, [at("1 First", "1 First", "s-1"), at("2 Second", "2 Second", "s-2")])
    assert [(part.fragment, part.heading) for part in result] == [
        ("", ""),
        ("s-1", "1 First"),
        ("s-2", "2 Second"),
    ]
    assert result[1].paragraphs == ("Some words.", "More words.")


def test_a_page_number_is_shown_where_the_page_begins():
    result = parts(
        TEXT,
        [
            Passage(0, "p. 1", "p-1"),
            at("1 First", "p. 1, 1 First", "s-1"),
            at("More", "p. 2, 1 First", "p-2"),
            at("2 Second", "p. 2, 2 Second", "s-2"),
        ],
    )
    assert [(part.page, part.heading) for part in result] == [
        ("p. 1", ""),
        ("", "1 First"),
        ("p. 2", ""),
        ("", "2 Second"),
    ]


def test_a_title_is_not_repeated():
    result = without_title(parts(TEXT, [at("1 First", "1 First", "s-1")]), "A title")
    assert [part.heading for part in result] == ["1 First"]
    assert without_title([], "A title") == []


PRINTED = """The lines of this text are broken where the printed page was full, and
so each of them has nearly the same length, but for the last of each of the
paragraphs.
Then another paragraph begins, and it is as long as two lines of the page are
when they are full.
1) A label begins a line of its own, however full the line before it may be, and
2) so does the next, which is the last of this short list in the whole of it all.
"""


def test_printed_lines_are_joined_into_paragraphs():
    [part] = parts(PRINTED, ())
    assert [paragraph[:20] for paragraph in part.paragraphs] == [
        "The lines of this te",
        "Then another paragra",
        "1) A label begins a ",
        "2) so does the next,",
    ]
    assert "full, and so each" in part.paragraphs[0]
    assert [PRINTED[start:][:4] for start in part.starts] == ["The ", "Then", "1) A", "2) s"]


def test_a_line_that_is_a_whole_paragraph_stays_one():
    text = "\n".join(
        f"Paragraph {number}. " + "Its words go on for long. " * 12 for number in range(9)
    )
    [part] = parts(text, ())
    assert len(part.paragraphs) == 9


def test_a_long_text_is_cut_into_sections_without_loss():
    lines = [f"Line {number}: " + "words " * 40 for number in range(900)]
    text = "\n".join(lines)
    passages = [Passage(text.index(f"Line {n}:"), f"p. {n}", f"p-{n}") for n in (0, 10, 500)]
    result = sections(parts(text, passages))
    assert len(result) > 5
    assert max(sum(part.length for part in one.parts) for one in result) <= LONGEST_SECTION
    again = [paragraph for one in result for part in one.parts for paragraph in part.paragraphs]
    assert again == [line.strip() for line in lines]
    assert [p.fragment for one in result for p in one.parts if p.fragment] == [
        "p-0",
        "p-10",
        "p-500",
    ]
    at = text.index("Line 700:")
    assert any("Line 700:" in p for part in section_at(result, at).parts for p in part.paragraphs)
    assert (result[0].name, result[1].name) == ("p. 0", "p. 10")
