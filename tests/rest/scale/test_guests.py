"""Guests who want what takes long to make wait in a queue of their own, and take the server from nobody."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS
from tests.live.room import wait_until
from wgcop.database import db
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.processes.guests import MOST_WAITING

GUESTS = 45


def printers(server: int) -> list[int]:
    """The processes that print for this server."""
    parents, words = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            words[int(folder.name)] = (folder / "cmdline").read_bytes()

    def is_below(process: int) -> bool:
        while process and process != server:
            process = parents.get(process, 0)
        return bool(process)

    return [each for each, said in words.items() if b"wgcop.printing" in said and is_below(each)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_members_have_their_pages_while_more_guests_than_threads_want_a_report_printed(
    world, app, database, tmp_path
):
    with app.app_context():
        adopted = select(ImplementationReport).where(~ImplementationReport.is_open)
        report = f"{db.session.scalars(adopted).one().url}.pdf"
        db.session.close()
    few = {"THREADS": 30, "THREADS_FOR_PAGES": 20, "CONNECTIONS_PER_ADDRESS": 200}
    with (
        servers.workspace({**SETTINGS, **database, **few}, tmp_path) as served,
        ThreadPoolExecutor(GUESTS) as together,
    ):
        amina = servers.Caller(served, app, world.amina)

        def ask(_):
            return requests.get(f"{served.url}{report}", timeout=90).status_code

        answers = [together.submit(ask, number) for number in range(GUESTS)]
        wait_until(lambda: printers(served.process))
        [printer] = printers(served.process)
        os.kill(printer, signal.SIGSTOP)
        try:
            refused = GUESTS - 1 - MOST_WAITING
            wait_until(lambda: sum(each.done() for each in answers) >= refused)
            pages = [amina.get(page).status_code for page in ("/", "/meetings/", "/account")]
            assert pages == [200] * 3
            assert sum(each.done() for each in answers) < GUESTS - 1, "Some still wait."
            assert not any(each.done() and each.result() == 200 for each in answers)
            assert printers(served.process) == [printer]
        finally:
            os.kill(printer, signal.SIGCONT)
        said = [each.result() for each in answers]
    assert set(said) == {200, 503}
