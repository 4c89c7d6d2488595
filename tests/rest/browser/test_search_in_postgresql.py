"""One walk through all that search and radar do, with the index in PostgreSQL."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import servers
from tests.browser.test_search import SUGGESTIONS, type_into
from tests.conftest import SETTINGS
from tests.postgres import Cluster
from tests.radar.papers import bring
from tests.radar.texts import RADIO, REWORDED
from tests.servers import Workspace
from tests.templates import Templates
from wgcop.search_engines.choice import EXTENSION


@pytest.fixture
def server(
    templates: Templates, cluster: Cluster, tmp_path: Path, transport: str
) -> Iterator[Workspace]:
    with templates.get(cluster, with_world=True).copy(tmp_path / "var") as data:
        settings = {**SETTINGS, **data, "SEARCH_ENGINE": "postgres", "LIVE_TRANSPORT": transport}
        with servers.workspace(settings, tmp_path) as served:
            yield served


@pytest.fixture
def earlier(enter):
    """Brings the index up to date, too."""
    yield bring(enter._app, enter.world.teresa, "Radio plays in Brazil", RADIO)
    enter._app.extensions[EXTENSION].close()


def test_from_a_question_to_a_search_that_is_kept(enter, earlier):
    page = enter("amina").open("/search?q=childern+guidance")
    page.get_by_role("link", name="children guidance").click()
    expect(page.locator(".results__group mark").first).to_be_visible()
    facets = page.get_by_role("navigation", name="Narrow the results")
    facets.get_by_role("link", name=re.compile(r"^Clauses \d")).click()
    expect(page.get_by_role("link", name=re.compile("Kind: Clauses"))).to_be_visible()
    assert page.locator(".result").count() > 1

    page.goto(enter._served.url)
    type_into(page, "recalling")
    page.locator(SUGGESTIONS).get_by_role("option").first.click()
    page.wait_for_url("**/clauses/**")
    page.get_by_role("link", name="What exists already").click()
    expect(page.get_by_text("records that you may read")).to_be_visible()

    page.goto(f"{enter._served.url}/radar")
    page.get_by_label("Text", exact=True).fill(REWORDED)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("earlier wording of the same document")
    expect(page.locator(".compared mark").first).to_be_visible()

    page.goto(f"{enter._served.url}/search?q=lighthouses")
    page.get_by_role("link", name="Save this search").first.click()
    page.get_by_role("button", name="Save this search").click()
    expect(page.get_by_text("nothing new")).to_be_visible()
    bring(enter._app, enter.world.caio, "Lighthouses", "Lighthouses on every coast.", number=81)
    page.goto(enter._served.url)
    page.get_by_role("button", name="Show 1 new result of lighthouses").click()
    expect(page.get_by_role("link", name=re.compile("Lighthouses"))).to_be_visible()
