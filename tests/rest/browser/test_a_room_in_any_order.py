"""A meeting in several orders: whatever is done when, and by whom, every screen ends as one that is opened now."""

from random import Random

import pytest

from tests.browser.acts import ACTS, Story
from tests.browser.fresh import same_as_fresh
from tests.browser.test_following_the_chair import DIRECTOR
from tests.browser.test_leading import ROOM
from tests.browser.test_threads import live

CLAUSE = f"{DIRECTOR}__para_1"


@pytest.mark.parametrize("seed", [29, 67, 2010])
def test_every_screen_is_as_a_fresh_one_after_twelve_acts_in_any_order(enter, seed):
    chance = Random(seed)
    amina = enter("amina")
    story = Story(
        chair=enter("helena").open(ROOM),
        desk=enter("ines").open(ROOM),
        kenya=amina.open(ROOM),
        phone=enter("haruko", phone=True).open(ROOM),
        wall=enter("ines").open(f"{ROOM}?projector"),
        text=amina.another_tab(CLAUSE),
        chance=chance,
    )
    for page in (*story.screens, story.text):
        live(page)
    item_up, *others = ACTS
    for act in (item_up, *chance.sample(others, len(others)), item_up):
        act(story)
    for page in story.screens:
        same_as_fresh(page)
