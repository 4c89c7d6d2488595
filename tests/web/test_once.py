"""Each form that creates something creates it once, however often it is sent."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from lxml import html
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from wgcop.agenda.models import AgendaItem
from wgcop.agenda.views import agenda
from wgcop.database import Base, db, stamp, unlocked
from wgcop.web import once

BOOKKEEPING = {
    *("posted_form", "entry", "topic", "stale_record", "read_mark", "index_state", "stamp"),
    *("signed_in_browser", "worker", "audit_row", "audit_checkpoint", "radar_check"),
}
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


# Over all pages


DAYS = date(2026, 12, 20)


def example_of(element):
    """A value that its field takes."""
    kind = element.get("type", "text")
    if element.tag == "select":
        values = [each.get("value") for each in element.iter("option") if each.get("value")]
        return element.value or (values[0] if values else "")
    if kind in ("checkbox", "radio", "hidden", "file", "submit"):
        return None
    if element.value:
        return element.value
    examples = {
        "date": str(DAYS),
        "datetime-local": f"{DAYS}T10:00",
        "time": "10:00",
        "number": element.get("min") or "1",
        "email": "somebody.new@example.org",
        "url": "https://example.org/new",
    }
    if "url" in (element.get("name") or ""):
        return "https://example.org/new"
    return examples.get(kind, f"Words {element.get('name')}")


def forms_with_key(page):
    for form in html.fromstring(page.text).forms:
        if form.method == "POST" and once.KEY in dict(form.form_values()):
            yield form


def data_of(form):
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    for element in form.inputs:
        name = element.get("name") if hasattr(element, "get") else None
        value = example_of(element) if name else None
        if value is not None:
            sent[name] = [value]
    for group in {each.get("name") for each in form.iter("input") if each.get("type") == "radio"}:
        if group not in sent:
            sent[group] = [form.xpath(f".//input[@name='{group}']/@value")[0]]
    return sent


def rows(app):
    with app.app_context(), db.engine.connect() as connection:
        return Counter(
            {
                table.name: connection.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
                if table.name not in BOOKKEEPING
            }
        )


def pages(reader):
    """All pages that links lead to from the first."""
    seen, todo = set(), ["/"]
    while todo:
        address = todo.pop()
        shape = re.sub(r"\d+|wtdc-67[^/]*", "N", address.partition("?")[0])
        if shape in seen:
            continue
        seen.add(shape)
        page = reader.get(address, follow_redirects=True)
        if page.status_code != 200 or "html" not in page.content_type:
            page.close()
            continue
        yield address, page
        todo += [
            link
            for link in html.fromstring(page.text).xpath("//a/@href")
            if link.startswith("/") and "sign-out" not in link
        ]


@pytest.mark.rest
@pytest.mark.parametrize("who", ["ines", "helena", "amina"])
def test_every_form_with_a_key_creates_once(http, app, world, who):
    reader = http(getattr(world, who))
    created, twice = set(), set()
    sent = set()
    for address, page in list(pages(reader)):
        for form in forms_with_key(page):
            target = form.action or address
            shape = re.sub(r"\d+|wtdc-67[^/]*", "N", target)
            if shape in sent:
                continue
            sent.add(shape)
            data = data_of(form)
            before = rows(app)
            first = reader.post(target, data=data)
            after = rows(app)
            if first.status_code not in (200, 303) or after == before:
                continue
            created.add(shape)
            reader.post(target, data=data)
            if rows(app) != after:
                twice.add(shape)
    assert not twice
    assert len(created) >= {"ines": 5, "helena": 2, "amina": 2}[who], (created, sent)
