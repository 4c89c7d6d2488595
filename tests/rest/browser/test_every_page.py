"""Every page for everybody who may open it, in the dark theme, at every width, and from right to left.

`tests/browser/test_every_page.py` looks at each of them in the light theme for the first who may open it, each time.
"""

import pytest

from tests.browser.conftest import WIDE
from tests.browser.test_every_page import FRAME, READERS, addresses_for, opened
from tests.rest.browser.sweeps import pages_of_today

# Phones, a desk's window at 200 % zoom (half as many CSS pixels), and the desk itself.
WIDTHS = (320, 360, 390, 640, WIDE["width"])
DIRECTIONS = ("ltr", "rtl")


@pytest.mark.long
@pytest.mark.parametrize("place", range(3), ids=["secretariat", "delegate", "guest"])
def test_a_page_is_readable_in_the_dark_at_every_width_and_from_right_to_left(
    look, axe, contrast, no_sideways_scroll, place
):
    name = READERS[place]
    reader = look(name, dark=True)
    own = set(addresses_for(look._app, name, first_of=READERS[:place]))
    is_first_of_another = True
    for address in pages_of_today(addresses_for(look._app, name)):
        page = opened(reader, name, address)
        if address not in own:
            axe(page, without="color-contrast", besides=() if is_first_of_another else FRAME)
            is_first_of_another = False
        contrast(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": WIDE["height"]})
            for direction in DIRECTIONS:
                page.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
                no_sideways_scroll(page)
