"""A report on implementation: what is composed of what there is, its figures, its frozen text, and two compared."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wgcop import paper
from wgcop.implementation_reports import frozen
from wgcop.implementation_reports.comparing import ComparedReports
from wgcop.implementation_reports.composing import compose, suggested_words, whole_text
from wgcop.implementation_reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation_reports.figures import figures, side_by_side
from wgcop.implementation_reports.marks import WordsMark, mark_of
from wgcop.implementation_reports.reported import (
    SUMMARY,
    ActionLine,
    CitedThing,
    CoverFacts,
    Drawing,
    Reported,
    ReportedClause,
    ReportedEntry,
    ReportedReply,
    SectionWords,
)

INVITES, DIRECTOR = "invites Member States", "instructs the Director of BDT"
PLAYS = ReportedEntry(
    reference="INI-007",
    title="Radio plays",
    url="/initiatives/radio-plays",
    kind="Campaign",
    lead="Kenya",
    level="National",
    where="Kenya, Africa",
    years="2024–",
    regions=("africa",),
    partners=("Broadcasters of Kenya",),
)
NETWORK = replace(
    PLAYS,
    reference="INI-008",
    title="Network of helplines",
    url="/initiatives/network",
    level="International",
    where="",
    regions=(),
    partners=(),
)
BOTH = replace(PLAYS, reference="INI-009", title="Two regions", regions=("africa", "europe"))

TOLD = Reported(
    cover=CoverFacts(
        title="Report",
        conference="Council, 2027 session",
        place_and_dates="Geneva",
        number="C27/18-E",
        revision=0,
        date="27 November 2026",
        language="en",
        source="Director, BDT",
        contact="",
    ),
    edition="Resolution 67 (Hyderabad, 2010)",
    edition_url="/resolutions/67-hyderabad-2010",
    period="2026",
    clauses=[
        ReportedClause(
            wid="wtdc-67.invites__para_1",
            citation=f"{INVITES} 1",
            heading=INVITES,
            text="to join *actively*;",
            figures=figures(
                actions=1, done=0, late=1, evidence=1, initiatives=1, asked=3, replied=2
            ),
            actions=[
                ActionLine(
                    text="Write the guide",
                    asked="Member States",
                    lead="Kenya",
                    due="1 March 2026",
                    state="Under way, late",
                    said="Secretariat, 2 May 2026",
                )
            ],
            evidence=[
                CitedThing("A guide", "https://example.org/guide", "outside link"),
                CitedThing("WG-COP/3/7", "/documents/WG-COP/3/7", "contribution"),
            ],
            entries=[PLAYS],
            partners=["Broadcasters of Kenya"],
            replies=[ReportedReply("No information received", 1)],
            invites=True,
        ),
        ReportedClause(
            wid="wtdc-67.invites__para_2",
            citation=f"{INVITES} 2",
            heading=INVITES,
            text="to inform;",
            figures=figures(actions=0, evidence=0),
            invites=True,
        ),
        ReportedClause(
            wid="wtdc-67.instructs__para_1",
            citation=f"{DIRECTOR} 1",
            heading=DIRECTOR,
            text="to report.",
            figures=figures(actions=0, evidence=0),
        ),
    ],
    words={
        "summary": SectionWords("summary", "A good year."),
        "wtdc-67.invites__para_1": SectionWords(
            "wtdc-67.invites__para_1", "# Big\n\nKenya *led*.", WordsMark.UPDATED, "approved"
        ),
    },
    projects=[],
    partnerships=[NETWORK],
    registry=[PLAYS, NETWORK, BOTH],
    region_names={"africa": "Africa", "americas": "Americas", "europe": "Europe"},
    totals=figures(
        clauses=3, without_evidence=2, actions=1, done=0, late=1, entries=3, asked=3, replied=2
    ),
    drawings=[
        Drawing(
            key="map",
            title="Map of the world",
            alt="Africa: 2",
            svg="<svg/>",
            head=["Name", "Entries"],
            rows=[["Africa", "2"]],
        )
    ],
)


def typed(told=TOLD):
    return paper.to_text(whole_text(compose(told).sections))


def part(heading, told=TOLD):
    """The lines below a heading, up to the next one of its level or above."""
    lines = typed(told).splitlines()
    start = lines.index(heading)
    level = len(heading) - len(heading.lstrip("#"))
    end = next(
        (
            n
            for n, line in enumerate(lines[start + 1 :], start + 1)
            if line.startswith("#") and len(line) - len(line.lstrip("#")) <= level
        ),
        len(lines),
    )
    return lines[start:end]


def test_the_sections_stand_in_the_order_of_the_resolution_between_summary_and_annex():
    headings = [line for line in typed().splitlines() if line.startswith(("# ", "## ", "### "))]
    assert headings == [
        "# Summary",
        "# Implementation by clause",
        f"## *{INVITES}*",
        f"### *{INVITES}* 1",
        f"### *{INVITES}* 2",
        f"## *{DIRECTOR}* 1",
        "### Outputs and evidence",
        "# Regional projects and partnerships",
        "## Partnerships",
        "# Coverage of the registry",
        "## Map of the world",
        "# Annex: the registry by region",
        "## Africa",
        "## Europe",
        "## Worldwide, or no region named",
    ]


def test_a_clause_has_its_words_then_what_people_wrote_then_actions_evidence_partners_and_replies():
    lines = "\n".join(part(f"### *{INVITES}* 1"))
    order = [
        "> to join *actively*;",
        "#### Big",
        "Kenya *led*.",
        "#### Actions",
        "| Write the guide | Member States | Kenya | 1 March 2026 | Under way, late (Secretariat, 2 May 2026) |",
        "#### Outputs and evidence",
        "- [A guide](https://example.org/guide) (outside link)",
        "/documents/WG-COP/3/7) (contribution)",
        "#### Partners",
        "Broadcasters of Kenya.",
        "#### Initiatives that serve this clause",
        "INI-007 Radio plays",
        "#### Replies",
        "2 of 3 members that were asked replied (66%).",
        "| No information received | 1 |",
    ]
    places = [lines.index(words) for words in order]
    assert places == sorted(places)


def test_a_clause_for_which_nothing_is_known_says_so_in_neutral_words():
    lines = part(f"### *{INVITES}* 2")
    assert "No evidence has been recorded for this clause." in lines
    assert "No member has been asked for information yet." in lines
    assert "#### Actions" not in lines
    assert "Replies" not in "\n".join(part(f"## *{DIRECTOR}* 1")), "it invites nobody"


def test_an_entry_of_two_regions_stands_in_both_and_a_worldwide_one_at_the_end():
    africa, europe, worldwide = (
        "\n".join(part(f"## {name}"))
        for name in ("Africa", "Europe", "Worldwide, or no region named")
    )
    assert "INI-007" in africa
    assert "INI-009" in africa
    assert "INI-009" in europe
    assert "INI-007" not in europe
    assert "INI-008" in worldwide
    assert "INI-009" not in worldwide


def test_of_many_entries_a_clause_names_some_and_the_annex_lists_all():
    many = [
        replace(PLAYS, reference=f"INI-{number}", title=f"Plays {number}")
        for number in range(1000, 1700)
    ]
    clauses = [replace(TOLD.clauses[0], entries=many), *TOLD.clauses[1:]]
    told = replace(TOLD, clauses=clauses, registry=many)
    named = "\n".join(part(f"### *{INVITES}* 1", told))
    assert "INI-1019" in named
    assert "INI-1020" not in named
    assert "And 680 others." in named
    annex = "\n".join(part("## Africa", told))
    assert "- INI-1699 [Plays 1699]" in annex
    assert "(Kenya; National: Kenya, Africa; 2024–)" in annex


def test_each_picture_has_words_and_a_table_and_one_that_could_not_be_drawn_keeps_its_table():
    images = [
        each
        for each in paper.tree.walk(whole_text(compose(TOLD).sections))
        if each["type"] == "image"
    ]
    assert [each["attrs"]["alt"] for each in images] == ["Africa: 2"]
    assert "| Africa | 2 |" in part("## Map of the world")
    without = replace(TOLD, drawings=[replace(TOLD.drawings[0], svg="")])
    assert "| Africa | 2 |" in part("## Map of the world", without)
    assert "Africa: 2" not in typed(without)


def test_what_is_composed_has_the_shape_of_a_paper():
    paper.validate(whole_text(compose(TOLD).sections))


def test_the_summary_that_is_suggested_counts_in_sentences():
    said = suggested_words(TOLD, SUMMARY)
    assert "There is evidence for 1 of 3 operative clauses." in said
    assert "1 action was agreed: 0 done, 1 late." in said
    assert "2 of 3 members that were asked replied (66%)." in said


@pytest.mark.parametrize(
    "base, text, mark",
    [
        ("", "", WordsMark.EMPTY),
        ("", "New words.", WordsMark.NEW),
        ("Old words.", "Old  words.\n", WordsMark.UNCHANGED),
        ("Old words.", "Other words.", WordsMark.UPDATED),
        ("Old words.", "", WordsMark.UPDATED),
    ],
)
def test_words_are_marked_by_how_they_stand_to_the_report_before(base, text, mark):
    assert mark_of(base, text) == mark


def test_a_frozen_report_comes_back_equal_and_any_change_breaks_its_checksum():
    seal = frozen.Seal("67-2026", 1, datetime(2026, 11, 27, 9, tzinfo=UTC), "Third meeting")
    content = frozen.freeze(compose(TOLD), seal)
    assert frozen.seal_of(content) == seal
    assert frozen.freeze(frozen.thaw(content), seal) == content
    sealed = frozen.checksum(content)
    assert frozen.checksum(content) == sealed
    for before, after in (
        ("A good year", "A bad year"),
        ('["late",1]', '["late",0]'),
        ("<svg/>", "<svg></svg>"),
    ):
        assert before in content
        assert frozen.checksum(content.replace(before, after)) != sealed


def test_two_reports_are_compared_by_section_figure_and_entry():
    clauses = [
        replace(TOLD.clauses[0], figures=figures(actions=1, done=1, late=0, evidence=1)),
        TOLD.clauses[2],
    ]
    later = replace(
        TOLD,
        clauses=clauses,
        words={**TOLD.words, "summary": SectionWords("summary", "A better year.")},
        registry=[PLAYS, BOTH, replace(NETWORK, reference="INI-010", title="New")],
        totals=figures(clauses=2, actions=1, done=1, late=0),
    )
    compared = ComparedReports(compose(TOLD), compose(later))
    titles = [each.title for each in compared.sections]
    assert (
        titles.index(f"{INVITES} 1") < titles.index(f"{INVITES} 2") < titles.index(f"{DIRECTOR} 1")
    )
    by_title = {each.title: each for each in compared.sections}
    assert by_title[f"{INVITES} 2"].new is None
    assert not by_title["Summary"].is_same
    assert by_title["Regional projects and partnerships"].is_same
    done = next(each for each in compared.totals if each.name == "done")
    assert (done.old, done.new, done.difference) == (0, 1, "+1")
    late = next(each for each in compared.totals if each.name == "late")
    assert late.difference == "−1"
    assert [each.title for each in compared.joined] == ["New"]
    assert [each.title for each in compared.left] == ["Network of helplines"]


def test_a_figure_that_only_one_report_has_stands_beside_nothing():
    [asked, replied] = side_by_side(figures(asked=3), figures(replied=1))
    assert (asked.old, asked.new, asked.difference) == (3, None, "")
    assert (replied.old, replied.new) == (None, 1)


def test_no_partner_is_named_twice():
    partnership = replace(NETWORK, lead="ITU", partners=("ITU", "Trend Micro", "itu"))
    text = paper.to_text(whole_text(compose(replace(TOLD, partnerships=[partnership])).sections))
    assert "ITU, Trend Micro" in text
    assert "ITU, ITU" not in text and "itu" not in text


@pytest.mark.parametrize(
    ("place", "under_clauses", "in_annex"),
    [("both", True, True), ("clauses", True, False), ("annex", False, True)],
)
def test_entries_stand_under_their_clauses_or_in_an_annex(place, under_clauses, in_annex):
    told = replace(TOLD, entries_place=EntriesPlace(place))
    text = paper.to_text(whole_text(compose(told).sections))
    assert ("Initiatives that serve this clause" in text) is under_clauses
    assert ("# Annex: the registry by region" in text) is in_annex


def test_a_report_that_names_only_what_is_new_says_so():
    told = replace(TOLD, entries_named=EntriesNamed.NEW)
    text = paper.to_text(whole_text(compose(told).sections))
    assert "Only what is new since the last report is listed." in text
