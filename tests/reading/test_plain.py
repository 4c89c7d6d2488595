"""Plain text, whatever its encoding, and which of its lines are headings."""

import pytest

from wgcop.reading import Unreadable, read

RUSSIAN = "Защита детей в киберпространстве требует сотрудничества. Дети должны знать о рисках."
ARABIC = "حماية الأطفال في الفضاء الإلكتروني مسؤولية مشتركة بين الحكومات والمجتمع"
FRENCH = (
    "La protection des enfants en ligne préoccupe l’été à Genève, où l’on étudie la législation."
)
CHINESE = "保护儿童上网安全需要各国合作。"


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (RUSSIAN, "utf-8", "ru"),
        (RUSSIAN, "windows-1251", "ru"),
        (ARABIC, "windows-1256", "ar"),
        (ARABIC, "utf-16", "ar"),
        (FRENCH, "windows-1252", "fr"),
        (FRENCH, "utf-8-sig", "fr"),
        (CHINESE, "utf-16", "zh"),
        (CHINESE, "utf-8", "zh"),
    ],
)
def test_the_encoding_with_the_likeliest_words_is_chosen(text, encoding, language):
    reading = read(text.encode(encoding), "note.txt")

    assert (reading.text, reading.language) == (text, language)


def test_form_feeds_are_pages_and_numbered_lines_in_sequence_are_headings():
    text = (
        "Report on helplines\n\n1 Introduction\nTwelve countries answered.\n1 July 2010 was the date.\n"
        "\f2 Findings\n2.1 Helplines\nNine have one.\n1. Children know it.\n\f2.2 Hotlines\nFour have one."
    )
    reading = read(text.encode(), "report.txt")

    assert reading.title == "Report on helplines" and reading.pages == 3
    assert [(p.place, p.fragment) for p in reading.passages] == [
        ("p. 1", "p-1"),
        ("p. 1, 1 Introduction", "s-1"),
        ("p. 2, 2 Findings", "p-2"),
        ("p. 2, 2.1 Helplines", "s-2-1"),
        ("p. 3, 2.2 Hotlines", "p-3"),
    ]
    assert reading.text[reading.passages[3].start :].startswith("2.1 Helplines\nNine have one.")


def test_entries_of_a_table_of_contents_are_not_headings():
    text = "1 Scope ..... 3\n2 Terms 4\n1 Scope\nAll.\n2 Terms\nNone."

    assert [p.start for p in read(text.encode(), "a.txt").passages] == [
        text.index("1 Scope\n"),
        text.index("2 Terms\n"),
    ]


def test_articles_and_chapters_are_headings_where_they_stand_alone():
    text = (
        "Convention\nArticle 1\nA child is young.\nArticle 2 of the Protocol says so,\nالمادة ٣\nنص"
    )

    assert [p.place for p in read(text.encode(), "a.txt").passages] == ["Article 1", "المادة ٣"]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "It is empty."),
        (b" \n\t", "a.txt", "It is empty."),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "a.txt", "It is not a text."),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "It is a picture, not a text."),
        (b"Plain words", "a.pdf", "Its name says PDF, but it is not a PDF."),
        (b"Plain words", "a.DOCX", "Its name says Word, but it is not a Word document."),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "a.odt",
            "It is an OpenDocument file, such as .odt. Open it in LibreOffice or Word, and save it as "
            "“Word document (.docx)” first.",
        ),
        (b"{\\rtf1 x}", "a.docx", "It is a file in Rich Text Format. Save it as .docx first."),
    ],
)
def test_what_cannot_be_read_says_why(data, name, reason):
    with pytest.raises(Unreadable) as refused:
        read(data, name)

    assert str(refused.value) == reason


def test_invisible_characters_are_removed():
    assert (
        read("Chil\u00addren\u202e of\x07 all ages".encode(), "a.txt").text
        == "Children of all ages"
    )


def test_shared_sample_texts_are_read(shared):
    for path in sorted((shared / "data" / "texts").glob("*.txt")):
        reading = read(path.read_bytes(), path.name)
        assert reading.text and reading.title
        starts = [passage.start for passage in reading.passages]
        assert starts == sorted(starts)
        fragments = [passage.fragment for passage in reading.passages]
        assert len(set(fragments)) == len(fragments)
