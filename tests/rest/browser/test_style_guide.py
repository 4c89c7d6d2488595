"""The page of components, which shows a fault in one of them before it is on twenty pages."""

import pytest


@pytest.mark.settings(DEVELOPMENT=True)
def test_every_component_is_accessible_and_fits(enter, axe, no_sideways_scroll):
    for reader in (enter("amina"), enter("amina", phone=True), enter("amina", dark=True)):
        page = reader.open("/style")
        axe(page)
        no_sideways_scroll(page)
