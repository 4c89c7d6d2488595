"""Word files of others: lists that run on, tracked changes, boxes, fields and tables come in, and what cannot is named."""

from collections import Counter

import pytest

from tests.reading.papers.files import SPACES, numbering, p, word
from tests.reading.papers.test_round_trip import PICTURES
from wgcop.paper import plain, to_text
from wgcop.reading import Unreadable
from wgcop.reading.papers import WordPaper, read_paper
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.word_count import words_of_file

BY = 'w:id="7" w:author="Amina" w:date="2026-01-02T03:04:05Z"'
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="n" Target="endnotes.xml"
  Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"/>
</Relationships>"""
LISTS = numbering(
    {0: ("decimal", "%1."), 1: ("lowerLetter", "%2)"), 2: ("lowerRoman", "(%3)")},
    {0: ("bullet", "•")},
    {0: ("decimal", "%1"), 1: ("decimal", "%1.%2")},
    {0: ("decimal", "–")},
)


def read(body: str, **parts: str | bytes) -> WordPaper:
    data = word(body, **{"word/numbering.xml": LISTS, **parts})
    paper = read_paper(data, "a.docx")
    original = Counter(words_of_file(Package(data)))
    assert paper.words.original == original.total() == paper.words.taken + paper.words.left_out
    return paper


def typed(paper: WordPaper) -> str:
    return to_text(paper.tree).strip()


def left_out(paper: WordPaper) -> list[str]:
    return [str(each.what) for each in paper.not_understood]


def test_nested_lists_come_in_whole() -> None:
    body = p("one", numbered=(1, 0)) + p("sub", numbered=(1, 1)) + p("subsub", numbered=(1, 2))
    body += p("sub two", numbered=(1, 1)) + p("two", numbered=(1, 0)) + p("dot", numbered=(2, 0))
    assert typed(read(body)) == (
        "1. one\n   a) sub\n      (i) subsub\n   b) sub two\n2. two\n\n- dot"
    ).replace("- dot", typed(read(p("dot", numbered=(2, 0)))))


def test_a_list_whose_labels_have_no_number_in_them_is_one_of_bullets() -> None:
    [block] = read(p("one", numbered=(4, 0)) + p("two", numbered=(4, 0))).tree["content"]
    assert (block["type"], len(block["content"])) == ("bullet_list", 2)


def test_a_paragraph_of_list_0_has_no_number_even_if_the_file_has_such_a_list() -> None:
    lists = LISTS.replace('<w:num w:numId="1">', '<w:num w:numId="0">')
    [block] = read(p("plain", numbered=(0, 0)), **{"word/numbering.xml": lists}).tree["content"]
    assert block["type"] == "paragraph"


def test_a_list_that_goes_on_after_other_text_keeps_its_numbers() -> None:
    body = p("one", numbered=(1, 1)) + p("Text between.") + p("two", numbered=(1, 1))
    blocks = read(body).tree["content"]
    assert [block["type"] for block in blocks] == ["ordered_list", "paragraph", "ordered_list"]
    assert blocks[2]["attrs"]["start"] == 2


def test_numbers_that_run_on_between_headings_number_the_paragraphs() -> None:
    body = p("First", "Heading1") + p("One.", numbered=(1, 0)) + p("a", numbered=(1, 1))
    body += p("Second", "Heading1") + p("Two.", numbered=(1, 0)) + p("Three.", numbered=(1, 0))
    blocks = read(body).tree["content"]
    numbered = [plain(block) for block in blocks if block["attrs"].get("numbered")]
    assert len(numbered) == 3 and all(
        word in " ".join(numbered) for word in ("One.", "Two.", "Three.")
    )
    assert [block["type"] for block in blocks].count("ordered_list") == 1


def test_labels_that_no_list_has_stay_in_the_text() -> None:
    body = p("Scope", "Heading1", numbered=(3, 0)) + p("Aim", "Heading2", numbered=(3, 1))
    body += p("words", numbered=(3, 1))
    lines = plain(read(body).tree).split("\n")
    assert [line.split()[-2:] for line in lines] == [
        ["1", "Scope"],
        ["1.1", "Aim"],
        ["1.2", "words"],
    ]


def test_tracked_words_and_paragraphs_are_marked_with_who_and_when() -> None:
    body = (
        f'<w:p><w:r><w:t xml:space="preserve">in </w:t></w:r><w:del {BY}><w:r><w:delText>2014</w:delText></w:r></w:del>'
        f"<w:ins {BY}><w:r><w:t>2018</w:t></w:r></w:ins></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr><w:del {BY}><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
        + p("Stays.")
    )
    first, second, _third = read(body).tree["content"]
    kinds = [[mark["type"] for mark in node.get("marks", ())] for node in first["content"]]
    assert kinds == [[], ["deletion"], ["insertion"]]
    assert first["content"][1]["marks"][0]["attrs"] == {"by": "Amina", "at": "2026-01-02T03:04:05Z"}
    assert second["attrs"]["change"] == "deleted"


def test_moved_words_are_deleted_there_and_inserted_here() -> None:
    body = (
        f"<w:p><w:moveFrom {BY}><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
        f"<w:p><w:moveTo {BY}><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>"
    )
    marks = [block["content"][0]["marks"][0]["type"] for block in read(body).tree["content"]]
    assert marks == ["deletion", "insertion"]


def test_words_struck_through_by_hand_become_a_deletion_and_are_named() -> None:
    paper = read(
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>old</w:t></w:r><w:r><w:t>new</w:t></w:r></w:p>"
    )
    assert paper.tree["content"][0]["content"][0]["marks"][0]["type"] == "deletion"
    assert any("struck through" in what for what in left_out(paper))


def test_hidden_words_are_left_out_and_named() -> None:
    paper = read(
        p("shown") + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret words</w:t></w:r></w:p>"
    )
    assert plain(paper.tree) == "shown"
    assert (paper.words.left_out, paper.words.original) == (2, 3)
    assert any("Hidden text" in what for what in left_out(paper))


def test_an_endnote_becomes_a_footnote_and_coloured_words_lose_their_colour_and_both_are_named() -> (
    None
):
    def run(words: str, looks: str) -> str:
        return f"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space='preserve'>{words} </w:t></w:r>"

    red = run("red", '<w:color w:val="C00000"/>')
    marked = run("marked", '<w:highlight w:val="yellow"/>')
    note = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    paper = read(
        p("Plain.", inside=run("grey", '<w:color w:val="202124"/><w:shd w:fill="auto"/>'))
        + p("Said", inside=note + red)
        + p("Was", inside=marked),
        **{
            "word/_rels/document.xml.rels": RELATIONS,
            "word/endnotes.xml": f'<w:endnotes {SPACES}><w:endnote w:id="2">{p("At the end.")}</w:endnote></w:endnotes>',
        },
    )
    assert typed(paper) == "Plain.grey\n\nSaid^[At the end.]red\n\nWasmarked"
    assert [(str(each.what), each.where) for each in paper.not_understood] == [
        ("A note at the end of the document: it is a footnote now.", "Saidred"),
        ("Coloured words: a paper has no colours.", "Saidred"),
        ("Coloured words: a paper has no colours.", "Wasmarked"),
    ]


def test_a_text_box_follows_as_paragraphs_and_its_second_copy_does_not() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    inside = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    whole = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{p('Once.')}</mc:Choice>"
        f"<mc:Fallback>{p('Once.')}</mc:Fallback></mc:AlternateContent>"
    )
    paper = read(p("Around.", inside=inside) + whole + p("After."))
    assert plain(paper.tree).split("\n") == ["Around.", "In the box.", "Once.", "After."]
    assert [(str(each.what)[:11], each.where) for each in paper.not_understood] == [
        ("A text box:", "Around.")
    ]


@pytest.mark.parametrize(
    "inside, words",
    [
        ('<w:smartTag w:element="x"><w:r><w:t>smart</w:t></w:r></w:smartTag>', "smart"),
        ('<w:customXml w:element="x"><w:r><w:t>custom</w:t></w:r></w:customXml>', "custom"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>today</w:t></w:r></w:fldSimple>', "today"),
        ('<w:bdo w:val="rtl"><w:r><w:t>turned</w:t></w:r></w:bdo>', "turned"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>over</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>under</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "underover",
        ),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "•"),
        ("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "E=mc"),
    ],
)
def test_words_in_every_wrapping_are_kept(inside: str, words: str) -> None:
    data = word(f"<w:p>{inside}</w:p>")
    assert plain(read_paper(data, "a.docx").tree) == words


def test_a_field_shows_its_result_and_a_link_leads_on() -> None:
    def field(instruction: str, shown: str) -> str:
        def char(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        return (
            f"{char('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{char('separate')}"
            f"<w:r><w:t>{shown}</w:t></w:r>{char('end')}"
        )

    paper = read(
        f"<w:p>{field('PAGE', '7')}</w:p><w:p>{field('HYPERLINK &quot;https://a.example/&quot;', 'here')}</w:p>"
        f"<w:p>{field('HYPERLINK &quot;javascript:alert(1)&quot;', 'there')}</w:p>"
    )
    first, second, third = (block["content"][0] for block in paper.tree["content"])
    assert first == {"type": "text", "text": "7"}
    assert second["marks"] == [{"type": "link", "attrs": {"href": "https://a.example/"}}]
    assert "marks" not in third


def test_words_beside_the_field_of_a_table_of_contents_stay() -> None:
    """Without styles of its own, the table is known by its field, which begins and ends within paragraphs."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"{char('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{char('separate')}"
    after = f"<w:p>{char('end')}<w:r><w:t>After</w:t></w:r></w:p>"
    paper = read(p("Before", inside=instruction) + p("Scope 1") + after)
    assert plain(paper.tree) == "Before\nAfter" and paper.words.left_out == 2


def test_a_picture_of_an_older_word_comes_in_once_with_its_title_also_from_a_box() -> None:
    def picture(number: int, title: str) -> str:
        return (
            '<w:r><w:pict><v:shape><v:imagedata xmlns:o="urn:schemas-microsoft-com:office:office" '
            f'r:id="r{number}" o:title="{title}"/></v:shape></w:pict></w:r>'
        )

    related = "".join(
        f'<Relationship Id="r{number}" Type="http://x/image" Target="media/{number}.png"/>'
        for number in (1, 2)
    )
    parts: dict[str, str | bytes] = {
        f"word/media/{number}.png": data for number, data in enumerate(PICTURES.values(), 1)
    }
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{related}</Relationships>"
    )
    box = f"<w:txbxContent>{p('In the box', inside=picture(2, 'Years'))}</w:txbxContent>"
    inside = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    paper = read(p("Before", inside=picture(1, "Calls")) + p("Around", inside=inside), **parts)
    shown = [
        (each["attrs"]["file"], each["attrs"]["alt"], each["attrs"]["width"])
        for block in paper.tree["content"]
        for each in block["content"]
        if each["type"] == "image"
    ]
    assert shown == [
        (file, alt, 30) for file, alt in zip(PICTURES, ("Calls", "Years"), strict=True)
    ]


def test_a_field_that_never_ends_hides_nothing() -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r></w:p>'
    assert plain(read(body + p("Still here.")).tree) == "Still here."


def test_merged_cells_and_header_rows_come_in() -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"

    across, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('wide', across)}{cell('c')}</w:tr>"
        f"<w:tr>{cell('tall', down)}{cell('b')}{cell('c')}</w:tr><w:tr>{cell('', on)}{cell('d')}{cell('e')}</w:tr>"
    )
    (table,) = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>").tree["content"]
    head, middle, last = table["content"]
    assert [cell["type"] for cell in head["content"]] == ["table_header"] * 2
    assert head["content"][0]["attrs"]["colspan"] == 2
    assert middle["content"][0]["attrs"]["rowspan"] == 2
    assert len(last["content"]) == 2


def test_a_row_that_was_deleted_and_a_table_that_was_inserted_are_marked() -> None:
    def row(paragraph: str, change: str) -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr><w:tc><w:tcPr/>{paragraph}</w:tc></w:tr>"

    def table(*rows: str) -> str:
        return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"

    gone = (
        f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>"
        f"<w:del {BY}><w:r><w:delText>b</w:delText></w:r></w:del></w:p>"
    )
    body = (
        table(row(p("a"), ""), row(gone, f"<w:del {BY}/>"))
        + p("between")
        + table(row(p("c"), f"<w:ins {BY}/>"))
    )
    first, _between, second = read(body).tree["content"]
    assert [r["attrs"]["change"] for r in first["content"]] == [None, "deleted"]
    [paragraph] = first["content"][1]["content"][0]["content"]
    assert paragraph["attrs"]["change"] is None, "the row says so"
    assert (second["attrs"]["change"], second["content"][0]["attrs"]["change"]) == (
        "inserted",
        None,
    )


def test_the_table_of_contents_is_left_out_and_its_words_are_counted() -> None:
    paper = read(
        p("Contents", "TOCHeading") + p("Scope 1", "TOC1") + p("Scope", "Heading1"),
        **{
            "word/styles.xml": f"<w:styles {SPACES}>"
            '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
        },
    )
    assert plain(paper.tree) == "Scope" and paper.words.left_out == 3


COVERS = {
    "en": ("SOURCE: Kenya", "TITLE: Radio", "For information", "Keywords: radio"),
    "fr": ("Source : Kenya", "Titre : Radio", "Pour information", "Mots clés : radio"),
    "es": ("Origen: Kenya", "Título: Radio", "Para información", "Palabras clave: radio"),
    "ru": ("Источник: Kenya", "Название: Radio", "Для информации", "Ключевые слова: radio"),
    "ar": ("المصدر: Kenya", "العنوان: Radio", "للعلم", "الكلمات الدالة: radio"),
    "zh": ("来源：Kenya", "标题：Radio", "供参考", "关键词：radio"),
}


@pytest.mark.parametrize("language", COVERS)
def test_a_cover_is_recognized_in_six_languages(language: str) -> None:
    paper = read(
        "".join(p(line) for line in COVERS[language]) + p("Scope", "Heading1") + p("Text.")
    )
    assert (paper.title, paper.cover["source"], paper.cover["keywords"]) == (
        "Radio",
        "Kenya",
        "radio",
    )
    assert paper.cover["purpose"] == "information"
    assert plain(paper.tree) == "Scope\nText."


def test_a_cover_in_a_table_is_recognized_and_its_other_lines_are_named() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    rows = row(p("Council Working Group"), p("Document: CWG-COP-14/3-E") + p("Original: English"))
    rows += row(p("SOURCE:"), p("Kenya")) + row(p("TITLE:"), p("Radio plays"))
    paper = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>" + p("Text."))
    assert paper.cover == {
        "document": "CWG-COP-14/3-E",
        "original": "English",
        "language": "en",
        "source": "Kenya",
        "title": "Radio plays",
    }
    assert [each.where for each in paper.not_understood] == ["Council Working Group"]


def test_one_label_alone_is_no_cover() -> None:
    paper = read(p("Summary: all went well.") + p("Text."))
    assert paper.cover == {} and plain(paper.tree) == "Summary: all went well.\nText."


def test_what_is_too_long_for_a_title_stays_in_the_text_and_the_next_one_counts() -> None:
    long = "Radio " * 60
    paper = read(p(long, "Title") + p("Radio plays", "Title") + p("Text."))
    assert paper.title == "Radio plays"
    assert plain(paper.tree) == f"{long.strip()}\nText."


CONTACT = "Amina Barasa, Kenya, amina@example.org"


@pytest.mark.parametrize(
    ("lines", "contact", "text"),
    [
        (["Text.", f"Contact: {CONTACT}", "", "______"], CONTACT, "Text."),
        (["Text.", "Contacts:", "Amina Barasa", "Kenya"], "Amina Barasa\nKenya", "Text."),
        ([f"Contact: {CONTACT}", "Text.", "End."], CONTACT, "Text.\nEnd."),
        (["Contact: none so far.", "Text.", "End."], None, "Contact: none so far.\nText.\nEnd."),
    ],
)
def test_whom_to_ask_is_recognized_at_either_end_of_the_paper(lines, contact, text) -> None:
    paper = read("".join(p(line) for line in lines))
    assert paper.cover.get("contact") == contact
    assert plain(paper.tree).replace("______", "").strip() == text
    assert paper.words.left_out == 0


def test_a_document_of_the_strict_kind_is_refused_with_what_to_do() -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    with pytest.raises(Unreadable, match="Strict"):
        read_paper(word("", **{"word/document.xml": strict}), "a.docx")
