"""What hears live messages, on the stock transport: pages do not know which one brings them what they hear."""

import pytest

from tests.browser.test_floor import (
    test_a_lost_line_is_told_beside_the_reader_and_nobody_is_said_to_be_here,
)
from tests.browser.test_room import (
    test_people_see_who_is_here_and_who_writes_to_them_and_nothing_moves,
)
from tests.browser.test_threads import (
    test_a_page_that_was_away_says_so_keeps_what_is_said_and_catches_up_without_a_gap_or_a_double,
    test_two_people_talk_reply_edit_and_retract_and_both_pages_end_as_fresh_ones,
)
from tests.browser.test_writing_together import (
    test_three_write_at_once_see_each_other_and_undo_what_is_their_own,
)
from wgcop.live import STOCK

__all__ = [
    "test_a_lost_line_is_told_beside_the_reader_and_nobody_is_said_to_be_here",
    "test_a_page_that_was_away_says_so_keeps_what_is_said_and_catches_up_without_a_gap_or_a_double",
    "test_people_see_who_is_here_and_who_writes_to_them_and_nothing_moves",
    "test_three_write_at_once_see_each_other_and_undo_what_is_their_own",
    "test_two_people_talk_reply_edit_and_retract_and_both_pages_end_as_fresh_ones",
]


@pytest.fixture(scope="session")
def transport() -> str:
    return STOCK
