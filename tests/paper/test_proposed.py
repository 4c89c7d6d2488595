"""A paper says its proposals as conferences write them: a symbol, the clause with new words, reasons."""

import pytest

from wgcop.paper.blocks import block, paragraph, words
from wgcop.paper.proposed import proposals_in

CLAUSE = "wtdc-67.instructs__para_2"


def paper(*blocks):
    return {"type": "doc", "content": list(blocks)}


def quote(*said, clause=CLAUSE, **attrs):
    return block("blockquote", list(said), clause=clause, **attrs)


def marked(said, mark):
    return {**words(said), "marks": [{"type": mark, "attrs": {"by": "Amina", "at": None}}]}


CHANGED = block(
    "paragraph",
    [words("to "), marked("continue", "deletion"), marked("intensify", "insertion"), words(" it;")],
)


def test_a_symbol_a_clause_and_reasons_are_a_proposal():
    clause = quote(CHANGED)
    (proposal,) = proposals_in(
        paper(paragraph("MOD"), clause, paragraph("Reasons: Nothing was studied since 2008."))
    )
    assert (proposal.symbol, proposal.clause) == ("MOD", CLAUSE)
    assert proposal.block == clause["attrs"]["id"]
    assert proposal.text == "to intensify it;"
    assert proposal.words == (CHANGED,)
    assert proposal.reasons == "Nothing was studied since 2008."


@pytest.mark.parametrize("symbol", ["ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC"])
@pytest.mark.parametrize("number", ["", " KEN/3/2", "\u00a0EUR/24A1/12"])
def test_each_symbol_is_known_with_and_without_a_number(symbol, number):
    (proposal,) = proposals_in(paper(paragraph(symbol + number), quote(CHANGED)))
    assert proposal.symbol == symbol
    assert proposal.reasons == ""


@pytest.mark.parametrize(
    "reasons",
    [
        "Reasons: why",
        "Motifs\u00a0: why",
        "Motivos: why",
        "Основания: why",
        "الأسباب: why",
        "理由：why",
        "REASONS:why",
    ],
)
def test_reasons_are_known_in_the_six_languages(reasons):
    (proposal,) = proposals_in(paper(paragraph("NOC"), quote(CHANGED), paragraph(reasons)))
    assert proposal.reasons == "why"


@pytest.mark.parametrize(
    "line", ["Modify", "mod", "MOD it", "MODS", "ADD**", "MOD KEN", "See MOD KEN/3/2", ""]
)
def test_other_words_above_a_quotation_propose_nothing(line):
    assert proposals_in(paper(paragraph(line), quote(CHANGED))) == []


def test_a_quotation_of_no_clause_and_a_symbol_above_something_else_propose_nothing():
    assert proposals_in(paper(paragraph("MOD"), quote(CHANGED, clause=None))) == []
    assert proposals_in(paper(paragraph("MOD"), paragraph("to intensify it;"))) == []
    assert proposals_in(paper(quote(CHANGED), paragraph("MOD"))) == []
    assert proposals_in(paper()) == []


def test_a_line_that_is_no_reason_is_none():
    for line in ("Reasons", "The reasons: many", "Comments: many"):
        (proposal,) = proposals_in(paper(paragraph("NOC"), quote(CHANGED), paragraph(line)))
        assert proposal.reasons == ""


def test_a_symbol_that_is_marked_as_deleted_proposes_nothing_and_one_that_replaces_it_does():
    struck = block("paragraph", [marked("MOD", "deletion")])
    assert proposals_in(paper(struck, quote(CHANGED))) == []
    replaced = block("paragraph", [marked("MOD", "deletion"), marked("SUP", "insertion")])
    assert [p.symbol for p in proposals_in(paper(replaced, quote(CHANGED)))] == ["SUP"]


def test_a_clause_that_is_struck_as_a_whole_has_no_words_left():
    whole = quote(CHANGED, change="deleted")
    words_struck = quote(block("paragraph", [marked("to continue it;", "deletion")]))
    texts = [
        p.text for p in proposals_in(paper(paragraph("SUP"), whole, paragraph("SUP"), words_struck))
    ]
    assert texts == ["", ""]


def test_two_proposals_on_one_clause_follow_one_another():
    first, second = quote(CHANGED), quote(paragraph("a new clause;"))
    found = proposals_in(
        paper(
            paragraph("Our proposals are these."),
            paragraph("MOD"),
            first,
            paragraph("Reasons: first"),
            paragraph("ADD"),
            second,
        )
    )
    assert [(p.symbol, p.block, p.reasons) for p in found] == [
        ("MOD", first["attrs"]["id"], "first"),
        ("ADD", second["attrs"]["id"], ""),
    ]
    assert found[1].text == "a new clause;"


def test_a_proposal_in_an_item_or_a_cell_is_one_and_in_a_quotation_or_a_deleted_list_is_none():
    inside = [paragraph("MOD"), quote(CHANGED), paragraph("Reasons: why")]
    item = block("list_item", inside)
    listed = block("bullet_list", [item])
    cells = block("table", [block("table_row", [block("table_cell", inside)])])
    for place in (listed, cells):
        assert [(p.symbol, p.reasons) for p in proposals_in(paper(place))] == [("MOD", "why")]
    assert proposals_in(paper(block("blockquote", inside))) == []
    assert proposals_in(paper(block("bullet_list", [item], change="deleted"))) == []


def test_emphasized_words_have_asterisks_as_in_a_clause():
    emphasis = {"type": "em"}
    words_of_it = [
        {**words("noting "), "marks": [emphasis]},
        {**words("further"), "marks": [emphasis, {"type": "insertion", "attrs": {"by": "A"}}]},
        words(" that"),
    ]
    (proposal,) = proposals_in(paper(paragraph("MOD"), quote(block("paragraph", words_of_it))))
    assert proposal.text == "*noting further* that"
