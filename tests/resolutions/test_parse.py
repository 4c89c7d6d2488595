"""A resolution is read from its plain text: sections, clauses, names that stay, and not one word lost."""

import re
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest

import wgcop.resolutions
from wgcop.resolutions.front import read_front
from wgcop.resolutions.parse import ParseError, parse
from wgcop.resolutions.source import SourceLine
from wgcop.resolutions.tree import ParsedClause, ParsedResolution, to_json, words

SEED = Path(wgcop.resolutions.__file__).parent / "texts" / "resolution-67-hyderabad-2010.txt"
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"

# Sections, clauses, sub-items, footnotes and annexes, kept once the division had been looked over.
FINAL_ACTS = {
    "dec-011": (4, 24, 0, 1, 0),
    "res-025": (14, 75, 11, 1, 1),
    "res-070": (16, 92, 0, 4, 0),
    "res-130": (15, 126, 8, 1, 0),
    "res-131": (16, 65, 0, 1, 0),
    "res-139": (15, 73, 0, 1, 0),
    "res-140": (14, 93, 11, 3, 0),
    "res-154": (10, 34, 0, 0, 0),
    "res-165": (5, 12, 0, 0, 0),
    "res-169": (10, 25, 0, 2, 0),
    "res-175": (9, 54, 2, 1, 0),
    "res-179": (14, 87, 0, 1, 0),
    "res-196": (7, 29, 0, 0, 0),
    "res-198": (12, 53, 0, 1, 0),
    "res-200": (13, 41, 0, 1, 0),
    "res-208": (9, 37, 0, 6, 3),
}


def read(text: str) -> ParsedResolution:
    return parse(dedent(text))


def outline(resolution: ParsedResolution) -> list[tuple[str, list[str]]]:
    return [
        (section.heading, [clause.label for clause in section.clauses])
        for section in resolution.sections
    ]


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.replace("[footnote", "[")))


def is_restored(clause: ParsedClause) -> bool:
    return clause.label != "" and clause.printed == ""


def cited(resolution: ParsedResolution, citation: str) -> ParsedClause:
    return next(clause for clause in resolution.clauses() if clause.citation == citation)


@pytest.fixture(scope="module")
def seed() -> ParsedResolution:
    return parse(SEED.read_text(encoding="utf-8"))


class TestResolution67:
    def test_it_says_what_it_is(self, seed):
        assert (seed.kind, seed.number, seed.revised) == ("resolution", "67", False)
        assert seed.title == (
            "The role of the Telecommunication Development Sector in child online protection"
        )
        assert seed.body == "World Telecommunication Development Conference"
        assert (seed.place, seed.year) == ("Hyderabad", 2010)
        assert seed.formula == (
            "The World Telecommunication Development Conference (Hyderabad, 2010),"
        )
        assert (seed.work, seed.slug) == ("wtdc-67", "67-hyderabad-2010")

    def test_it_has_six_sections_and_twenty_clauses(self, seed):
        assert outline(seed) == [
            ("recognizing", ["a)", "b)"]),
            ("recalling", ["a)", "b)", "c)", "d)", "e)", "f)", "g)", "h)"]),
            ("taking into account", ["a)", "b)"]),
            ("invites Member States", ["1", "2"]),
            ("invites Sector Members", [""]),
            (
                "instructs the Director of the Telecommunication Development Bureau",
                ["1", "2", "3", "4", "5"],
            ),
        ]
        assert [section.kind for section in seed.sections] == ["preambular"] * 3 + ["operative"] * 3
        assert len(list(seed.clauses())) == 20

    def test_the_lost_number_is_restored_and_known_to_be(self, seed):
        restored = [clause.citation for clause in seed.clauses() if is_restored(clause)]
        assert restored == ["instructs the Director of the Telecommunication Development Bureau 1"]

    def test_a_list_inside_a_sentence_stays_in_the_sentence(self, seed):
        clause = cited(seed, "recalling e)")
        assert clause.children == ()
        assert "to prevent a) the inducement" in clause.text
        assert clause.text.endswith("performances and materials (Article 34);")
        assert "(§ 90 q)) set forth" in cited(seed, "recalling g)").text
        assert "by, *inter alia*, incorporating" in cited(seed, "recalling g)").text

    def test_its_clauses_are_cited_as_the_field_cites_them(self, seed):
        alone = cited(seed, "invites Sector Members")
        assert (alone.heading, alone.label, alone.item) == ("invites Sector Members", "", "")
        second = cited(seed, "instructs the Director of the Telecommunication Development Bureau 2")
        assert second.item == "2"

    def test_its_identities_and_texts_are_those_of_the_akoma_ntoso_sample(self, seed, shared):
        akn = ET.parse(shared / "data/akn/res-67.akn.xml")
        items = [item for item in akn.iter() if item.tag in (f"{AKN}recital", f"{AKN}paragraph")]
        assert [clause.wid for clause in seed.clauses()] == [
            f"wtdc-67.{item.get('eId')}" for item in items
        ]
        for clause, item in zip(seed.clauses(), items, strict=True):
            paragraph = next(item.iter(f"{AKN}p"))
            assert clause.text.replace("*", "") == "".join(paragraph.itertext())
            number = item.find(f"{AKN}num")
            assert clause.label == ("" if number is None else number.text)

    def test_not_one_word_is_lost(self, seed):
        text = SEED.read_text(encoding="utf-8")
        assert counted(text) + Counter(["1"]) == Counter(
            words(seed) + [clause.label for clause in seed.clauses() if is_restored(clause)]
        )

    def test_its_tree_has_the_agreed_form(self, seed):
        tree = to_json(seed)
        assert list(tree) == [
            "kind",
            "number",
            "revised",
            "title",
            "body",
            "place",
            "year",
            "formula",
            "sections",
            "footnotes",
            "annexes",
            "signature",
        ]
        assert list(tree["sections"][0]) == ["kind", "heading", "intro", "clauses"]
        assert tree["sections"][3]["clauses"][1] == {
            "wid": "wtdc-67.invites_member-states__para_2",
            "label": "2",
            "citation": "invites Member States 2",
            "text": cited(seed, "invites Member States 2").text,
            "children": [],
        }


@pytest.mark.parametrize("name", FINAL_ACTS)
class TestFinalActsOf2018:
    @pytest.fixture
    def text(self, shared, name) -> str:
        path = shared / f"data/texts/itu-pp18-{name}.txt"
        return path.read_text(encoding="utf-8").partition("\n")[2]

    def test_it_divides_as_a_reader_would_divide_it(self, text, name):
        resolution = parse(text)
        top = sum(len(section.clauses) for section in resolution.sections)
        assert FINAL_ACTS[name] == (
            len(resolution.sections),
            top,
            len(list(resolution.clauses())) - top,
            len(resolution.footnotes),
            len(resolution.annexes),
        )

    def test_every_word_is_accounted_for_and_each_part_in_order(self, text, name):
        resolution = parse(text)
        assert Counter(words(resolution)) == counted(text)

        tree = to_json(resolution)
        running = " ".join(re.findall(r"[^\W_]+", text))
        parts = [tree["title"], tree["formula"], tree["signature"]]
        parts += [section["heading"] for section in tree["sections"]]
        parts += [section["intro"] for section in tree["sections"]]
        parts += [note["text"] for note in tree["footnotes"]]
        parts += [text for annex in tree["annexes"] for text in annex["paragraphs"]]
        parts += [clause.text for clause in resolution.clauses()]
        for part in parts:
            assert " ".join(re.findall(r"[^\W_]+", part)) in running

    def test_its_identities_are_unique_and_fit_into_an_address(self, text, name):
        wids = [clause.wid for clause in parse(text).clauses()]
        assert len(set(wids)) == len(wids)
        assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,250}", wid) for wid in wids)

    def test_what_the_source_line_says_is_no_part_of_it(self, text, name):
        with pytest.raises(ParseError, match=r"^Line 1: expected the title line"):
            parse(f"SOURCE: somewhere\n{text}")


class TestOtherTextsOfTheKind:
    def test_a_council_resolution_in_wrapped_lines_without_italics(self):
        resolution = read("""\
            RESOLUTION 1306 (C09, last amended C15)

            (adopted at the sixth Plenary Meeting)

            A working group of the Council
            on safety

            The ITU Council,

            considering

            a) that children meet risks
            online which no country can
            address alone, as shown in
            considering a) and b) of
            Resolution 5;

            b) that guidance is wanted;
            b)bis that telephones count too;
            c) that much has been done,

            resolves further

            1. that the group shall
            1.1 meet each year;
            1.2 report each year;
            2. that its papers are pub-
            lic,

            instructs the Secretary-General

            to tell everybody.
            """)
        assert resolution.work == "council-1306"
        assert resolution.slug == "council-1306-2015"
        assert resolution.title == "A working group of the Council on safety"
        assert (resolution.place, resolution.year, resolution.revised) == ("", 2015, True)
        assert to_json(resolution)["signature"] == "(adopted at the sixth Plenary Meeting)"
        assert outline(resolution) == [
            ("considering", ["a)", "b)", "b)bis", "c)"]),
            ("resolves further", ["1", "2"]),
            ("instructs the Secretary-General", [""]),
        ]
        assert cited(resolution, "considering a)").text == (
            "that children meet risks online which no country can address alone, "
            "as shown in considering a) and b) of Resolution 5;"
        )
        assert cited(resolution, "resolves further 1.2").text == "report each year;"
        assert cited(resolution, "resolves further 2").text == "that its papers are pub-lic,"
        assert [clause.wid for clause in resolution.clauses()][2:6] == [
            "council-1306.recs_considering__rec_bbis",
            "council-1306.recs_considering__rec_c",
            "council-1306.resolves_further__para_1",
            "council-1306.resolves_further__para_1__point_1-1",
        ]

    def test_a_standardization_resolution_with_marked_labels_dashes_and_an_annex(self):
        resolution = read("""\
            **RESOLUTION 44 (Rev. Hammamet, 2016)**

            **Bridging the gap**

            The World Telecommunication Standardization Assembly (Hammamet, 2016),

            *considering*

            *a)* that the list includes:

            – first thing;

            – second thing;

            *b)* that work goes on,

            *resolves*

            1 that the plan is kept up:

            i) by all;

            ii) by each;

            2*bis* that more is done,

            *further invites regions and their Member States*

            a. to meet;

            b. to write.

            **ANNEX
            (to Resolution 44 (Rev. Hammamet, 2016))**

            Action plan

            1) First programme

            Words of the programme.
            """)
        assert (resolution.work, resolution.slug) == ("wtsa-44", "wtsa-44-hammamet-2016")
        assert resolution.revised
        assert [child.text for child in cited(resolution, "considering a)").children] == [
            "first thing;",
            "second thing;",
        ]
        assert outline(resolution)[1:] == [
            ("resolves", ["1", "2bis"]),
            ("further invites regions and their Member States", ["a", "b"]),
        ]
        assert cited(resolution, "resolves 1 ii)").wid == "wtsa-44.resolves__para_1__point_ii"
        annex = resolution.annexes[0]
        assert annex.heading == "ANNEX (to Resolution 44 (Rev. Hammamet, 2016))"
        assert annex.title == "Action plan"
        assert annex.paragraphs == ("1) First programme", "Words of the programme.")

    def test_a_radiocommunication_resolution_without_an_empty_line(self):
        resolution = read("""\
            RESOLUTION ITU-R 48-2
            Strengthening the regional presence
            (2000-2007-2015)
            The ITU Radiocommunication Assembly,
            considering
            a)\tthat regions differ;
            b)that some have few experts,
            noting
            that seminars help,
            resolves to invite the Director of the Radiocommunication Bureau
            1 to hold seminars;
            2 to report,
            invites administrations
            to take part.
            """)
        assert (resolution.work, resolution.year) == ("ra-48-2", 2015)
        assert outline(resolution) == [
            ("considering", ["a)", "b)"]),
            ("noting", [""]),
            ("resolves to invite the Director of the Radiocommunication Bureau", ["1", "2"]),
            ("invites administrations", [""]),
        ]

    def test_a_decision_whose_headings_open_their_paragraphs(self):
        resolution = read("""\
            DECISION 584 (2015)

            Creation of groups

            The Council,

            Considering that groups cost money,

            Having examined the report of the Secretary-General,

            decides to create groups only where needed,

            instructs the Secretary-General to publish this decision.
            """)
        assert (resolution.kind, resolution.work) == ("decision", "council-dec-584")
        assert resolution.slug == "council-decision-584-2015"
        assert [(section.heading, section.clauses[0].text) for section in resolution.sections] == [
            ("Considering", "that groups cost money,"),
            ("Having examined", "the report of the Secretary-General,"),
            ("decides", "to create groups only where needed,"),
            ("instructs the Secretary-General", "to publish this decision."),
        ]

    def test_a_recommendation(self):
        resolution = read("""\
            RECOMMENDATION 7 (DUBAI, 2018)

            Use of telecommunications

            The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),

            *noting*

            that much is done,

            *recommends*

            that more be done.
            """)
        assert (resolution.kind, resolution.work) == ("recommendation", "pp-rec-7")
        assert resolution.slug == "recommendation-7-dubai-2018"
        assert resolution.place == "Dubai"

    def test_the_same_number_place_and_year_of_two_bodies_have_two_addresses(self):
        text = """\
            RESOLUTION 9 (Dubai, 2018)

            On lists

            The {body} (Dubai, 2018),

            *resolves*

            to list.
            """
        plenipotentiary = read(text.format(body="Plenipotentiary Conference"))
        development = read(text.format(body="World Telecommunication Development Conference"))
        assert plenipotentiary.slug == "pp-9-dubai-2018"
        assert development.slug == "9-dubai-2018"
        assert plenipotentiary.work != development.work


def resolution_saying(body: str) -> ParsedResolution:
    return parse(
        "RESOLUTION 9 (Geneva, 2020)\n\nOn lists\n\n"
        "The World Telecommunication Development Conference (Geneva, 2020),\n\n" + dedent(body)
    )


# A line of this length tells that the lines of a text are its paragraphs.
LONG = "and so on " * 15


class TestIrregularities:
    def test_a_heading_that_ran_into_the_last_item_is_found(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to act {LONG};
            2 to go on, instructs the Director of the Radiocommunication Bureau to help, invites all stakeholders to join,

            *instructs the Secretary-General*

            to tell.
            """)
        assert outline(resolution) == [
            ("resolves", ["1", "2"]),
            ("instructs the Director of the Radiocommunication Bureau", [""]),
            ("invites all stakeholders", [""]),
            ("instructs the Secretary-General", [""]),
        ]

    def test_a_heading_with_its_first_item_on_the_same_line_is_found_in_the_preamble(self):
        resolution = resolution_saying(f"""\
            *noting*

            that {LONG} is so, encourages Member States and Sector Members 1 to meet; 2 to write,

            *resolves*

            to act.
            """)
        assert outline(resolution)[1] == ("encourages Member States and Sector Members", ["1", "2"])

    def test_what_a_sentence_says_of_another_text_is_no_heading(self):
        resolution = resolution_saying(f"""\
            *recalling*

            a) Resolution 5, which {LONG} invites Member States to act, instructs the Director to help;
            b) Resolution 6,

            *resolves*

            1 to apply Resolution 7, which invites Member States to act, instructs the Director to help;
            2 to act, invites Member States to join;
            3 to end.
            """)
        assert outline(resolution) == [
            ("recalling", ["a)", "b)"]),
            ("resolves", ["1", "2", "3"]),
        ]

    def test_items_that_ran_on_are_items(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to act {LONG};
            2 to see No. 3 of the list; 3 that, in time, it is so; 4 to write;
            5 to end.
            """)
        assert outline(resolution) == [("resolves", ["1", "2", "3", "4", "5"])]

    def test_sub_items_on_one_indented_line_are_sub_items_and_the_list_above_may_go_on(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to act {LONG} on:

                i) one; ii) two; and iii) three;
                iv) four; 2 to go on,

            *invites Member States*

            to join.
            """)
        assert outline(resolution)[0] == ("resolves", ["1", "2"])
        assert [child.label for child in resolution.sections[0].clauses[0].children] == [
            "i)",
            "ii)",
            "iii)",
            "iv)",
        ]
        assert cited(resolution, "resolves 1 iii)").text == "three;"

    def test_the_ninth_letter_is_not_the_first_roman_number(self):
        letters = "\n".join(f"            {letter}) that it is so;" for letter in "abcdefgh")
        resolution = resolution_saying(f"""\
            *noting*

{letters}
            i) that this is the ninth,

            *resolves*

            to act.
            """)
        assert outline(resolution)[0][1][-1] == "i)"
        assert resolution.sections[0].clauses[-1].children == ()

    def test_numbers_that_restart_get_names_of_their_own(self):
        resolution = resolution_saying("""\
            *resolves*

            1 to go;
            2 to stay, somebody

            1 to wait;
            2 to see.
            """)
        assert [clause.wid for clause in resolution.clauses()] == [
            "wtdc-9.resolves__para_1",
            "wtdc-9.resolves__para_2",
            "wtdc-9.resolves__para_1-2",
            "wtdc-9.resolves__para_2-2",
        ]

    def test_a_heading_that_comes_twice_names_two_sections(self):
        resolution = resolution_saying("""\
            *resolves*

            to go,

            *instructs the Secretary-General*

            to tell,

            *instructs the Secretary-General*

            to write.
            """)
        assert [clause.wid for clause in resolution.clauses()][1:] == [
            "wtdc-9.instructs_the-secretary-general__para_1",
            "wtdc-9.instructs_the-secretary-general-2__para_1",
        ]

    def test_a_number_lost_in_the_middle_is_restored(self):
        resolution = resolution_saying("""\
            *resolves*

            1 to go;

            to stay;

            3 to see.
            """)
        assert outline(resolution) == [("resolves", ["1", "2", "3"])]
        assert [is_restored(clause) for clause in resolution.clauses()] == [False, True, False]

    def test_words_before_the_first_item_are_its_introduction(self):
        resolution = resolution_saying("""\
            *instructs the Secretary-General*

            pursuant to his initiative:

            1 to go;

            2 to stay.
            """)
        assert resolution.sections[0].intro == "pursuant to his initiative:"
        assert outline(resolution)[0][1] == ["1", "2"]

    def test_a_heading_without_anything_below_it_holds_its_text(self):
        resolution = resolution_saying("""\
            *taking into account the mandate of the group*

            *resolves*

            to act.
            """)
        section = resolution.sections[0]
        assert (section.heading, section.clauses[0].text) == (
            "taking into account",
            "the mandate of the group",
        )

    def test_italics_that_interrupt_an_operative_sentence_are_part_of_it(self):
        resolution = resolution_saying("""\
            *resolves*

            1 to report on progress,

            *noting the work of the group, to the next conference*

            *invites Member States*

            to join.
            """)
        assert cited(resolution, "resolves 1").text == (
            "to report on progress, noting the work of the group, to the next conference"
        )

    def test_a_heading_beyond_the_vocabulary_is_known_by_its_form(self):
        resolution = resolution_saying("""\
            *marvelling*

            a) at the sea;

            b) at the stars,

            proclaims once more

            1 that it is so;

            2 that it stays so.
            """)
        assert [(section.kind, section.heading) for section in resolution.sections] == [
            ("preambular", "marvelling"),
            ("operative", "proclaims once more"),
        ]

    def test_an_operative_heading_may_begin_with_a_consideration(self):
        resolution = resolution_saying("""\
            *taking into account best practices, invites Member States and Sector Members*

            1 to share;

            2 to learn.
            """)
        assert resolution.sections[0].kind == "operative"
        assert next(resolution.clauses()).wid == (
            "wtdc-9.invites_member-states-and-sector-members__para_1"
        )

    def test_names_of_clauses_fit_their_column_and_differ_however_long_the_headings_are(self):
        whom = "the Director of the Bureau for " + "children and " * 12 + "all others"
        verb = "re" + "examines" * 15
        text = f"""\
            *{verb} {whom}*

            1 the following:

            a) to share;

            b) to learn;

            2 to report.
            """
        wids = [clause.wid for clause in resolution_saying(text).clauses()]
        assert len(wids) == len(set(wids)) == 4
        assert max(map(len, wids)) == 250, "one was too long"
        assert wids == [clause.wid for clause in resolution_saying(text).clauses()]

    def test_the_year_of_a_revision_may_stand_on_a_line_of_its_own(self):
        front = read_front(
            [
                SourceLine(1, "RESOLUTION 179"),
                SourceLine(2, "(Rev. Bucharest, 2022)"),
                SourceLine(3, "ITU's role in child online protection"),
                SourceLine(4, "The Plenipotentiary Conference (Dubai, 2018),"),
            ]
        )
        assert (front.designation, front.title) == (
            "RESOLUTION 179 (Rev. Bucharest, 2022)",
            "ITU's role in child online protection",
        )
        assert (front.revised, front.place, front.year) == (True, "Bucharest", 2022)

    def test_a_signature_closes_the_text(self):
        resolution = resolution_saying("""\
            *resolves*

            to act.

            Done at Geneva, 1 January 2020
            """)
        assert resolution.signature == "Done at Geneva, 1 January 2020"


class TestFootnotes:
    def test_a_footnote_leaves_the_text_and_remembers_its_clause(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to help countries1 {LONG};
            [footnote] 1 These include islands.
            2 to act.
            """)
        note = resolution.footnotes[0]
        assert (note.number, note.text) == ("1", "These include islands.")
        assert note.clause == "wtdc-9.resolves__para_1"
        assert "countries1" in cited(resolution, "resolves 1").text

    def test_two_footnotes_and_a_heading_on_one_line_come_apart(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to help countries1 and groups (all)2 {LONG},
            [footnote] 1 See above (Busan, 2014) 2 These include islands. instructs the Secretary-General to tell.
            """)
        assert [note.text for note in resolution.footnotes] == [
            "See above (Busan, 2014)",
            "These include islands.",
        ]
        assert outline(resolution)[1] == ("instructs the Secretary-General", [""])

    def test_a_footnote_under_a_printed_rule_gives_way_to_the_next_item(self):
        resolution = resolution_saying(f"""\
            *resolves*

            1 to help groups3 {LONG}; ____________________ 3 See below. 2 that it is so.
            """)
        assert resolution.footnotes[0].text == "See below."
        assert outline(resolution) == [("resolves", ["1", "2"])]

    def test_a_footnote_in_brackets_may_stand_within_a_sentence(self):
        resolution = resolution_saying("""\
            *resolves*

            to help countries [footnote 1: These include islands.] and groups.
            """)
        note = resolution.footnotes[0]
        assert (note.number, note.text) == ("1", "These include islands.")
        assert cited(resolution, "resolves").text == "to help countries and groups."

    def test_footnotes_on_lines_of_their_own_follow_one_another(self):
        resolution = resolution_saying("""\
            *resolves*

            1 to help;
            [footnote] 1 See above.
            [footnote] 2 See below, where
            more is said. [footnote] 3 See it.
            2 to act.
            """)
        assert [note.text for note in resolution.footnotes] == [
            "See above.",
            "See below, where more is said.",
            "See it.",
        ]
        assert outline(resolution) == [("resolves", ["1", "2"])]


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("text", "line", "expected"),
        [
            ("", 1, "the title line"),
            ("\n\n  \n", 1, "the title line"),
            ("Dear colleagues,\n\nthank you for the meeting.", 1, "the title line"),
            ("\n\nConvention on the Rights of the Child\n\nArticle 1", 3, "the title line"),
            ("\x00\x01\x02PK", 1, "plain text"),
            ("RESOLUTION 5 (Geneva, 2020)\n\nOn lists\n\n\x00", 5, "plain text"),
            ("RESOLUTION 5 (Geneva, 2020)", 1, "the title"),
            ("RESOLUTION 5 (Geneva, 2020)\n\nOn lists", 3, "the enacting formula"),
            ("RESOLUTION 5 (Geneva, 2020)\n\n*considering*\n\nx", 3, "the title"),
            ("OPINION 4 (Lisbon, 2009)\n\nOn lists", 1, "the title line"),
            (
                "Resolution 299 (1971)\n\nof 30 September 1971\n\nThe Security Council,\n\nRecalls",
                5,
                "the enacting formula",
            ),
            (
                "RESOLUTION 5 (Geneva, 2020)\n\nOn lists\n\n*considering*\n\nthat",
                5,
                "the enacting formula",
            ),
            (
                "RESOLUTION 5\n\nOn lists\n\nThe Council,\n\n*resolves*\n\nto act.",
                1,
                "the year",
            ),
        ],
    )
    def test_the_message_names_the_line_and_what_was_expected(self, text, line, expected):
        with pytest.raises(ParseError) as refused:
            parse(text)
        assert refused.value.line_number == line
        assert refused.value.expected.startswith(expected)
        assert str(refused.value).startswith(f"Line {line}: expected {expected}")

    @pytest.mark.parametrize(
        ("body", "line", "expected"),
        [
            ("Words without a heading.", 7, "a heading"),
            ("", 5, "a heading"),
            ("*considering*\n\nthat it is so,", 9, "an operative heading"),
            ("*resolves*", 7, "the text that belongs under “resolves”"),
            ("*resolves*\n\n*invites Member States*\n\nto act.", 7, "the text that belongs under"),
        ],
    )
    def test_a_damaged_body_is_refused(self, body, line, expected):
        with pytest.raises(ParseError) as refused:
            resolution_saying(body)
        assert (refused.value.line_number, refused.value.expected[: len(expected)]) == (
            line,
            expected,
        )

    def test_security_council_resolutions_and_treaties_are_refused(self, shared):
        texts = [*(shared / "data/texts/unsc").glob("*.txt")][:100]
        texts += [*(shared / "data/texts").glob("opentreaties-*.txt")]
        assert texts
        for path in texts:
            with pytest.raises(ParseError):
                parse(path.read_text(encoding="utf-8").partition("\n")[2])


def test_a_megabyte_is_read_in_a_moment():
    items = "".join(f"{number} to act {LONG};\n" for number in range(1, 250))
    sections = "".join(f"*instructs the Director of bureau {n}*\n\n{items}\n" for n in range(26))
    text = (
        "RESOLUTION 9 (Geneva, 2020)\n\nOn lists\n\nThe Council (Geneva, 2020),\n\n"
        + sections
        + "*resolves*\n\nto end.\n"
    )
    assert len(text) > 1_000_000
    began = time.process_time()
    assert len(parse(text).sections) == 27
    assert time.process_time() - began < 5
