"""An agenda keeps all its items, in order, wherever they are moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.agenda.outline import DEEPEST, AgendaOutline, Impossible

# 1 Opening · 2 Work (2.1 Clauses (2.1.1 recalling), 2.2 Registry) · 3 Closing
OPENING, WORK, CLAUSES, RECALLING, REGISTRY, CLOSING = 10, 20, 21, 211, 22, 30
AGENDA = AgendaOutline.of(
    [
        (CLOSING, None, 2),
        (OPENING, None, 0),
        (WORK, None, 1),
        (REGISTRY, WORK, 1),
        (CLAUSES, WORK, 0),
        (RECALLING, CLAUSES, 0),
    ]
)


def test_items_are_numbered_by_their_place():
    assert AGENDA.numbers() == {
        OPENING: "1",
        WORK: "2",
        CLAUSES: "2.1",
        RECALLING: "2.1.1",
        REGISTRY: "2.2",
        CLOSING: "3",
    }


def test_an_empty_agenda_has_no_numbers():
    assert AgendaOutline.of([]).numbers() == {}


def test_an_item_moves_up_and_down_among_its_like():
    assert AGENDA.up(REGISTRY).numbers()[REGISTRY] == "2.1"
    assert AGENDA.up(REGISTRY).numbers()[RECALLING] == "2.2.1"
    assert AGENDA.down(OPENING).numbers()[OPENING] == "2"


def test_a_move_that_leads_nowhere_changes_nothing():
    assert AGENDA.up(OPENING) == AGENDA
    assert AGENDA.up(CLAUSES) == AGENDA
    assert AGENDA.down(CLOSING) == AGENDA
    assert AGENDA.inward(OPENING) == AGENDA
    assert AGENDA.outward(CLOSING) == AGENDA


def test_moving_in_makes_it_the_last_below_the_item_before():
    assert AGENDA.inward(CLOSING).numbers()[CLOSING] == "2.3"


def test_moving_out_puts_it_after_its_parent():
    moved = AGENDA.outward(CLAUSES).numbers()
    assert (moved[CLAUSES], moved[RECALLING], moved[CLOSING]) == ("3", "3.1", "4")


def test_an_item_is_put_after_another():
    assert AGENDA.after(OPENING, REGISTRY).numbers()[OPENING] == "1.3"
    assert AGENDA.after(OPENING, WORK).numbers()[OPENING] == "2"
    assert AGENDA.after(OPENING, OPENING) == AGENDA


def test_an_item_cannot_go_below_itself():
    with pytest.raises(Impossible):
        AGENDA.into(WORK, RECALLING, at=None)
    with pytest.raises(Impossible):
        AGENDA.after(WORK, REGISTRY)


def test_an_agenda_is_no_deeper_than_people_can_read():
    deep = AgendaOutline.of([(1, None, 0), (2, 1, 0), (3, 2, 0), (4, 3, 0), (5, None, 1)])
    with pytest.raises(Impossible):
        deep.into(5, 4, at=None)
    with pytest.raises(Impossible):
        deep.next_below(4)
    assert deep.into(5, 3, at=0).numbers()[5] == "1.1.1.1"
    siblings = AgendaOutline.of([(1, None, 0), (2, None, 1), (3, 2, 0), (4, 3, 0), (5, 4, 0)])
    assert siblings.inward(2) == siblings


def test_a_new_item_comes_last():
    assert AGENDA.next_below(WORK) == (WORK, 2)
    assert AGENDA.next_below(None) == (None, 3)


def test_an_item_leaves_with_everything_below_it():
    left = AGENDA.without(CLAUSES)
    assert left.numbers() == {OPENING: "1", WORK: "2", REGISTRY: "2.1", CLOSING: "3"}


@st.composite
def outlines(draw):
    """Any agenda of up to a dozen items, no deeper than allowed."""
    outline = AgendaOutline.of([])
    for item in range(1, draw(st.integers(1, 12)) + 1):
        open_to = [None, *(i for i in range(1, item) if outline.depth_of(i) + 1 < DEEPEST)]
        new = outline.next_below(draw(st.sampled_from(open_to)))
        rows = [(known, *place) for known, place in outline.places().items()]
        outline = AgendaOutline.of([*rows, (item, *new)])
    return outline


MOVES = ("up", "down", "inward", "outward", "after", "into")


@given(outlines(), st.data())
def test_no_series_of_moves_loses_doubles_or_loops_an_item(outline, data):
    items = {item for item, _ in outline.walk()}
    for _ in range(data.draw(st.integers(1, 8))):
        item = data.draw(st.sampled_from(sorted(items)))
        other = data.draw(st.sampled_from(sorted(items)))
        move = data.draw(st.sampled_from(MOVES))
        try:
            if move == "into":
                outline = outline.into(item, other, at=data.draw(st.none() | st.integers(0, 3)))
            elif move == "after":
                outline = outline.after(item, other)
            else:
                outline = getattr(outline, move)(item)
        except Impossible:
            continue
        walked = [item for item, _ in outline.walk()]
        assert sorted(walked) == sorted(items)
        assert all(depth < DEEPEST for _, depth in outline.walk())
        assert AgendaOutline.of([(i, *place) for i, place in outline.places().items()]) == outline
        for siblings in outline.children.values():
            positions = [outline.place_of(sibling).position for sibling in siblings]
            assert positions == list(range(len(siblings)))


@given(outlines(), st.data())
def test_up_undoes_down_and_out_undoes_in(outline, data):
    item = data.draw(st.sampled_from([item for item, _ in outline.walk()]))
    if outline.down(item) != outline:
        assert outline.down(item).up(item) == outline
    if outline.inward(item) != outline:
        assert outline.inward(item).outward(item) == outline
