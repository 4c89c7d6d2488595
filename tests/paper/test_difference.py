"""What changed between two texts, as a reader is shown it."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.paper.comparison.texts import difference


def shown(old: str, new: str) -> str:
    signs = {"same": "{}", "deleted": "[-{}]", "inserted": "[+{}]", "left-out": "…"}
    return "".join(signs[piece.kind].format(piece.words) for piece in difference(old, new))


def test_words_are_marked_and_not_letters() -> None:
    assert shown("in four districts", "in nine districts") == "in[- four][+ nine] districts"
    assert (
        shown("Labels of all lists", "Labels of lists, again") == "Labels of[- all] lists[+, again]"
    )
    assert shown("Kenya", "Kenya and Egypt") == "Kenya[+ and Egypt]"
    assert difference("The same.", "The same.") == []


def test_a_paragraph_is_put_in_beside_those_that_stay() -> None:
    assert shown("One.\nThree.\n", "One.\nTwo.\nThree.\n") == "One.\n[+Two.\n]Three.\n"


def test_long_stretches_that_stayed_alike_are_left_out() -> None:
    same = "".join(f"Line {number} of the text.\n" for number in range(200))
    marked = shown(same + "old end", same + "new end")
    assert marked.startswith("…") and marked.endswith("[-old][+new] end")
    assert len(marked) < 300
    assert shown("a " + same + "z", "b " + same + "z").endswith("…")


def test_two_long_texts_without_a_common_line_are_compared_as_wholes() -> None:
    old, new = " a b" * 2_000, " c d" * 2_000
    assert [piece.kind for piece in difference(old, new)] == ["deleted", "inserted"]


WORDS = st.lists(st.sampled_from(["a", "b", "c", ".", "\n", "d e"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_nothing_is_lost_of_either(old: str, new: str) -> None:
    pieces = difference(old, new) if old != new else []
    if pieces:
        assert "".join(p.words for p in pieces if p.kind != "inserted") == old
        assert "".join(p.words for p in pieces if p.kind != "deleted") == new
