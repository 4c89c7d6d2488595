"""As `tests/browser/test_interleavings.py`, with more orders each day and on either transport."""

import pytest
from hypothesis import given, settings

from tests.browser.test_interleavings import OF_BROWSERS, play, steps
from tests.databases import IS_LONG
from wgcop.live import OWN, STOCK

__all__ = ["play"]


@pytest.fixture(scope="module", params=[STOCK, OWN])
def transport(request):
    return request.param


@pytest.mark.long
@settings(OF_BROWSERS, max_examples=60 if IS_LONG else 4)
@given(steps=steps)
def test_pages_end_up_as_fresh_ones_in_many_orders(play, steps):
    play(steps)
