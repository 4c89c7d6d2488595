"""Passwords are guessed over real connections, at two processes at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from lxml import html
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS
from wgcop.audit.models import AuditRow
from wgcop.database import db

MANY = 100


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_of_a_hundred_wrong_passwords_at_once_two_processes_look_at_ten(
    world, app, database, redis_url, tmp_path
):
    settings = {**SETTINGS, **database, "REDIS_URL": redis_url, "RATELIMIT_ENABLED": True}
    with servers.workspace(settings, tmp_path, "--processes", "2") as served:
        together, address = Barrier(MANY), f"{served.url}/sign-in"
        page = requests.get(address, timeout=30)
        [token] = html.fromstring(page.text).xpath("//form//input[@name='csrf_token']/@value")[:1]

        def guess(number):
            form = {
                "email": "amina@example.org",
                "password": f"guess {number}",
                "csrf_token": token,
            }
            together.wait(30)
            return requests.post(address, form, cookies=page.cookies, timeout=60).status_code

        with ThreadPoolExecutor(MANY) as guessers:
            answers = Counter(guessers.map(guess, range(MANY)))
    assert answers == {422: 10, 429: MANY - 10}
    with app.app_context():
        looked_at = select(AuditRow.deed).where(AuditRow.deed == "person.sign-in-failed")
        assert len(db.session.scalars(looked_at).all()) == 10
