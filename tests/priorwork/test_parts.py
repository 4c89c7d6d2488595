from wgcop.priorwork.parts import Part, parts, without_title
from wgcop.search.records import Passage

TEXT = "A title\n1 First\nSome words.\nMore words.\n2 Second\nOther words."


def at(words, place, fragment):
    return Passage(TEXT.index(words), place, fragment)


def test_a_text_without_passages_is_one_part():
    assert parts("One.\nTwo.", ()) == [Part(paragraphs=("One.", "Two."))]


def test_all_of_the_text_is_there_and_headings_are_told_from_it():
    found = parts(TEXT, [at("1 First", "1 First", "s-1"), at("2 Second", "2 Second", "s-2")])
    assert [(part.fragment, part.heading) for part in found] == [
        ("", ""),
        ("s-1", "1 First"),
        ("s-2", "2 Second"),
    ]
    assert found[1].paragraphs == ("Some words.", "More words.")


def test_a_page_is_said_where_it_begins():
    found = parts(
        TEXT,
        [
            Passage(0, "p. 1", "p-1"),
            at("1 First", "p. 1, 1 First", "s-1"),
            at("More", "p. 2, 1 First", "p-2"),
            at("2 Second", "p. 2, 2 Second", "s-2"),
        ],
    )
    assert [(part.page, part.heading) for part in found] == [
        ("p. 1", ""),
        ("", "1 First"),
        ("p. 2", ""),
        ("", "2 Second"),
    ]


def test_a_title_is_not_said_twice():
    found = without_title(parts(TEXT, [at("1 First", "1 First", "s-1")]), "A title")
    assert [part.heading for part in found] == ["1 First"]
    assert without_title([], "A title") == []
