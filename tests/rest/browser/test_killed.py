"""A server that is killed loses nothing of a paper that it acknowledged, and gets the rest once it is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.browser.desk import all_read, begin_draft, text_on, type_at_end, write_on
from tests.conftest import SETTINGS
from tests.servers import Workspace
from tests.templates import Templates


@pytest.fixture
def server(templates: Templates, tmp_path: Path, transport: str) -> Iterator[Workspace]:
    with templates.get(None, with_world=True).copy(tmp_path / "var") as data:
        with servers.workspace({**SETTINGS, **data, "LIVE_TRANSPORT": transport}, tmp_path) as own:
            yield own


def test_words_that_were_acknowledged_stay_and_those_under_way_come_later(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "Acknowledged words.")
    all_read([first, second])
    expected = ["Acknowledged words."]
    for time in ("first", "second"):
        type_at_end(first, f" Words under way when the power goes the {time} time")
        enter._served.kill()
        type_at_end(first, " and words after it.")
        text_on(second).focus()
        second.keyboard.press("Control+Home")
        second.keyboard.type(f"The other's words the {time} time.\n")
        enter._served.start()
        text = all_read([first, second])
        expected += [
            f" Words under way when the power goes the {time} time and words after it.",
            f"The other's words the {time} time.",
        ]
        for words in expected:
            assert words in text
    first.reload()
    assert all_read([first, second]) == text
