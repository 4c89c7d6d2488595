"""No letter is lost or doubled, and nothing is called saved that is not, whatever becomes of lines, pages and browsers."""

import json
import subprocess

import pytest

from tests import servers
from tests.contributions.writing.clients import bundled
from tests.databases import IS_LONG
from wgcop.paper.schema import SCHEMA_HASH

STORIES = 100 if IS_LONG else 40
SEEDS = range(1, 11) if IS_LONG else (1,)


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    return bundled(tmp_path_factory.mktemp("stories"), "stories.js")


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_every_letter_is_there_once_whatever_happened_to_its_page(
    app, world, draft, stories, served, seed
):
    address = draft(world.amina, [world.wanjiru], text="")
    asked = {
        "url": served.url,
        "document": int(address.rpartition("/")[2]),
        "schemaHash": SCHEMA_HASH,
        "cookies": [
            "=".join(servers.sealed_cookie(app, person)) for person in (world.amina, world.wanjiru)
        ],
        "seed": seed,
        "stories": STORIES,
    }
    told = subprocess.run(
        ["node", stories],
        input=json.dumps(asked) + "\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=280,
    )
    seen = json.loads(told.stdout)
    assert not seen["faults"], "\n".join(seen["faults"])
    assert seen["version"] > STORIES
