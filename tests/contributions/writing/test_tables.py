"""Tables that several people change: every step leaves a paper, and nobody has to open the text again."""

import pytest

from tests.contributions.writing.orders import WRITERS, Trial
from wgcop.paper import from_text, plain
from wgcop.paper.steps import node_of, steps_between, tree_of
from wgcop.paper.tree import children


def test_rows_beside_a_wide_cell_come_and_go_without_harm_to_others(node):
    table = from_text("| wide | above | tall |\n| below | | |")
    above, below = children(children(table)[0])
    for cell, wide, tall in zip(children(above), [2, 1, 1], [2, 1, 2], strict=True):
        cell["attrs"] |= {"colspan": wide, "rowspan": tall}
    del children(below)[1:]
    trial = Trial(node, seed=1, tree=table)
    trial.finish()
    trial.tell(0, "press", {"button": "row-below", "words": "above"})
    trial.finish()
    assert shape_of(trial) == [
        [("wide", 2, 3), ("above", 1, 1), ("tall", 1, 3)],
        [("", 1, 1)],
        [("below", 1, 1)],
    ]
    trial.tell(0, "press", {"button": "row-gone", "words": "above"})
    trial.finish()
    assert shape_of(trial) == [
        [("wide", 2, 2), ("", 1, 1), ("tall", 1, 2)],
        [("below", 1, 1)],
    ]


def test_a_selected_row_is_no_reason_to_open_the_text_again_when_others_make_its_table_uneven(node):
    trial = Trial(node, seed=1, tree=from_text("| one | two |\n| three | four |"))
    trial.finish()
    trial.tell(0, "press", {"words": "two", "to": "one"})
    tree = tree_of(trial.authority.texts[-1])
    children(children(children(tree)[0])[1]).append(
        children(children(from_text("| five |"))[0])[0]["content"][0]
    )
    steps = steps_between(trial.authority.texts[-1], node_of(tree))
    start = trial.authority.version
    trial.authority.take(start, "another", [step.to_json() for step in steps])
    for writer in range(WRITERS):
        trial.tell(writer, "hear", trial.authority.since(start))
    trial.finish()
    assert trial.reopened == 0


def shape_of(trial: Trial) -> list[list[tuple[str, int, int]]]:
    """The cells of the table, with how many columns and rows they span."""
    [table] = children(tree_of(trial.authority.texts[-1]))
    return [
        [
            (plain(cell), cell["attrs"]["colspan"], cell["attrs"]["rowspan"])
            for cell in children(row)
        ]
        for row in children(table)
    ]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    "joining, deleting, stays",
    [
        ("cell-beside", "column-gone", {"two", "other"}),
        ("cell-below", "row-gone", {"three", "four"}),
    ],
)
def test_words_of_a_cell_stay_when_the_one_that_they_are_joined_to_is_deleted_meanwhile(
    node, joining, deleting, stays, first
):
    trial = Trial(node, seed=1, tree=from_text("| one | two | other |\n| three | four | more |"))
    trial.finish()
    trial.tell(0, "press", {"button": joining, "words": "one"})
    trial.tell(1, "press", {"button": deleting, "words": "one"})
    trial.do(first, "serve", 0)
    trial.finish()
    assert stays <= set(plain(tree_of(trial.authority.texts[-1])).split())
    assert trial.reopened == 0
