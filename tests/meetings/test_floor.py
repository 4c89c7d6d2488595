"""What is on the floor and next: the clock until the chair acts, then what is still open, in order."""

from wgcop.meetings.floor import floor_of

ORDER = (1, 2, 3, 4)


def floor(*, closed=(), taken_up=None, by_clock=None, ahead=None):
    floor = floor_of(
        ORDER, closed=set(closed), taken_up=taken_up, by_clock=by_clock, ahead_by_clock=ahead
    )
    return floor.current, floor.next


def test_until_the_chair_acts_the_clock_decides():
    assert floor() == (None, None)
    assert floor(ahead=1) == (None, 1)
    assert floor(by_clock=2, ahead=3) == (2, 3)


def test_the_first_item_that_is_still_open_is_on_the_floor():
    assert floor(closed=[1], by_clock=3) == (2, 3)
    assert floor(closed=[1, 2, 3, 4]) == (None, None)


def test_closing_another_item_leaves_the_floor_as_it_is():
    assert floor(closed=[1, 3]) == (2, 4)


def test_what_is_taken_up_out_of_order_skips_nothing():
    assert floor(closed=[1], taken_up=4) == (4, 2)
    assert floor(closed=[1, 4], taken_up=4) == (2, 3)
