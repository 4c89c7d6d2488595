"""Every page for everybody who may open it, in both themes, at every width, and from right to left."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import WIDE
from tests.browser.test_every_page import FRAME, PAINTED, READERS, addresses_for, opened

# Phones, a desk's window at 200 % zoom (half as many CSS pixels), and the desk itself.
WIDTHS = (320, 360, 390, 640, WIDE["width"])
DIRECTIONS = ("ltr", "rtl")


@pytest.mark.parametrize("name", READERS, ids=["secretariat", "delegate", "guest"])
def test_a_page_is_readable_in_both_themes_at_every_width_and_from_right_to_left(
    look, axe, contrast, no_sideways_scroll, name
):
    reader = look(name)
    reader.context.add_init_script(Axe().axe_script)  # once, not with each page
    addresses = list(addresses_for(look._app, name))
    seen = set()
    for address in addresses:
        page = opened(reader, name, address)
        axe(page, without="color-contrast", besides=FRAME if seen else ())
        page.emulate_media(color_scheme="dark")
        page.evaluate(PAINTED)
        contrast(page)  # the one thing that a theme changes
        page.emulate_media(color_scheme="light")
        for width, direction in product(WIDTHS, DIRECTIONS):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
            no_sideways_scroll(page)
            seen.add((address, width, direction))
        page.set_viewport_size(WIDE)
    assert seen == set(product(addresses, WIDTHS, DIRECTIONS))
