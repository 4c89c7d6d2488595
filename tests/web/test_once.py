"""A form that creates something creates it once, however often it is sent. `tests/permissions/test_created_once.py` tries all of them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from lxml import html
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from wgcop.agenda.models import AgendaItem
from wgcop.agenda.views import agenda
from wgcop.database import stamp, unlocked
from wgcop.web import once

NEW = "/meetings/wg-cop-2/items/new"


def titled(session, title):
    session.rollback()
    return session.scalar(
        select(func.count()).select_from(AgendaItem).where(AgendaItem.title == title)
    )


def filled(page):
    """What a browser sends of the first form there that has a key."""
    forms = [
        form for form in html.fromstring(page.text).forms if once.KEY in dict(form.form_values())
    ]
    return dict(forms[0].form_values())


def test_an_item_that_is_sent_twice_is_there_once(http, world, session):
    ines = http(world.ines)
    typed = {**filled(ines.get(NEW)), "title": "Helplines"}
    first, second = (ines.post(NEW, data=typed) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == first.location
    assert "It was stored once" in ines.get(second.location).text
    assert titled(session, "Helplines") == 1

    # Whoever goes back and writes something else means another one, and so does another person.
    assert ines.post(NEW, data={**typed, "title": "Hotlines"}).status_code == 303
    assert http(world.jonas).post(NEW, data=typed).status_code == 303
    assert (titled(session, "Hotlines"), titled(session, "Helplines")) == (1, 2)


def test_after_a_restart_the_form_says_that_it_was_stored(http, world, session):
    ines = http(world.ines)
    typed = {**filled(ines.get(NEW)), "title": "Helplines"}
    ines.post(NEW, data=typed)
    once._answers.clear()
    again = ines.post(NEW, data=typed, headers={"Referer": f"http://localhost{NEW}"})
    assert again.location == NEW
    assert "It was stored once" in ines.get(NEW).text
    assert titled(session, "Helplines") == 1


def test_what_was_stored_before_the_server_was_killed_is_stored_once(
    http, world, session, monkeypatch
):
    """It had committed and answered nobody; the browser, or its owner, sends the same again."""
    for number, person in enumerate((world.ines, world.jonas, world.ines)):
        browser, title = http(person), f"Helplines {number}"
        typed = {**filled(browser.get(NEW)), "title": title}
        with monkeypatch.context() as killed:

            def die(*_, **__):
                raise SystemExit

            killed.setattr(agenda, "redirect", die)
            with pytest.raises(SystemExit):
                browser.post(NEW, data=typed)
        once._answers.clear()
        assert titled(session, title) == 1
        assert browser.post(NEW, data=typed).status_code == 303
        assert titled(session, title) == 1


def test_what_was_refused_may_be_sent_again(http, world, session):
    ines = http(world.ines)
    typed = {**filled(ines.get(NEW)), "title": ""}
    assert [ines.post(NEW, data=typed).status_code for _ in range(2)] == [422, 422]
    assert ines.post(NEW, data={**typed, "title": "Helplines"}).status_code == 303


def test_the_key_of_a_form_is_stored_before_the_stamp_for_which_all_wait(http, world):
    ines = http(world.ines)
    typed = {**filled(ines.get(NEW)), "title": "Helplines"}
    left = []

    def look(session):
        """After all that is done with the commit, and before `stamp` forgets what was changed."""
        if not session.in_nested_transaction():
            left.append(stamp._CHANGED in session.connection().info)

    event.listen(Session, "before_commit", look)
    try:
        assert ines.post(NEW, data=typed).status_code == 303
    finally:
        event.remove(Session, "before_commit", look)
    assert left
    assert not any(left), "Something is written after the stamp."


@pytest.mark.databases
@pytest.mark.parametrize("is_slow", [False, True])
def test_of_what_is_sent_at_the_same_moment_one_is_stored_and_both_lead_there(
    http, world, session, monkeypatch, is_slow
):
    """Slow work lets go of the database, so that both are worked on."""
    both, add = Barrier(2), agenda.actions.add_item

    def add_slowly(meeting, *args, **kwargs):
        with unlocked():
            both.wait(10)
        return add(meeting, *args, **kwargs)

    if is_slow:
        monkeypatch.setattr(agenda.actions, "add_item", add_slowly)
    browsers = [http(world.ines) for _ in range(2)]
    typed = {**filled(browsers[0].get(NEW)), "title": "Helplines"}
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda each: each.post(NEW, data=typed), browsers))
    assert [each.status_code for each in answers] == [303, 303]
    assert titled(session, "Helplines") == 1
