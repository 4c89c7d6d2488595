"""What is on the floor and next, in order: nothing before the opening, then what is still open; with which clause."""

from wgcop.agenda.floor import Floor, before_the_opening, floor_of, matter_of

ORDER = (1, 2, 3, 4)


def floor(*, closed=(), taken_up=None):
    floor = floor_of(ORDER, closed=set(closed), taken_up=taken_up)
    return floor.current, floor.next


def test_before_the_opening_nothing_is_on_the_floor():
    assert before_the_opening(ORDER, closed=[1]) == (Floor(None, 2))


def test_the_first_item_that_is_still_open_is_on_the_floor():
    assert floor() == (1, 2)
    assert floor(closed=[1]) == (2, 3)
    assert floor(closed=[1, 2, 3, 4]) == (None, None)


def test_closing_another_item_leaves_the_floor_as_it_is():
    assert floor(closed=[1, 3]) == (2, 4)


def test_what_is_taken_up_out_of_order_skips_nothing():
    assert floor(closed=[1], taken_up=4) == (4, 2)
    assert floor(closed=[1, 4], taken_up=4) == (2, 3)


# With which of its clauses and documents


def test_an_item_has_its_only_clause_on_the_floor_or_without_clauses_its_only_document():
    assert matter_of(["a"], ["7", "8"], called=None) == "a"
    assert matter_of([], ["7"], called=None) == "7"
    assert matter_of([], [], called=None) is None


def test_of_several_clauses_or_documents_none_is_on_the_floor_until_the_chair_says_which():
    assert matter_of(["a", "b"], ["7"], called=None) is None
    assert matter_of([], ["7", "8"], called=None) is None
    assert matter_of(["a", "b"], ["7"], called="7") == "7"
