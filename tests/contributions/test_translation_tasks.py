"""Who translates a document or a resolution into a language, and until when: the secretariat says so in the list of translation work."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.contributions.test_translations import issued, revise, translation
from tests.resolutions.test_side_by_side import put
from wgcop import clock
from wgcop.audit.models import AuditRow
from wgcop.mail import Message
from wgcop.translations.tasks import TranslationTask

__all__ = ["issued", "revise", "translation"]

LIST = "/meetings/wg-cop-3/languages"
HYDERABAD = "Resolution 67 (Hyderabad, 2010)"


def row_of(page, name):
    return next(each for each in page.split("<tr>") if f">{name}</a>" in each)


def key_of(visitor, name, language="fr"):
    """What the list sends if the text is chosen."""
    row = row_of(visitor.get(f"{LIST}?into={language}").text, name)
    return re.search(r'name="text" value="([^"]+)"', row)[1]


def assign(visitor, keys, person=None, due=None, language="fr", **more):
    data = {"text": keys, "person": person.id if person else "", "due_on": due or ""}
    return visitor.post(f"{LIST}/{language}/tasks", data=data | more)


def in_days(days):
    return (clock.now().date() + timedelta(days=days)).isoformat()


def said(visitor, name, query="?into=fr"):
    row = row_of(visitor.get(LIST + query).text, name)
    cell = re.sub(
        r'<span class="visually-hidden">.*?</span>', "", row.partition("<td")[2].partition(">")[2]
    )
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def offered(visitor):
    """Whom the list offers for texts into French, by the groups in which they stand."""
    page = visitor.get(f"{LIST}?into=fr").text.partition('id="person"')[2].partition("</select>")[0]
    return {
        group.partition('"')[0]: re.findall(r"<option[^>]*>([^<]+)", group)
        for group in page.split('<optgroup label="')[1:]
    }


def own(visitor):
    """What stands below *Your translations*, without its tags."""
    part = visitor.get("/").text.partition('id="translations"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part.partition(">")[2]).split())


def tasks(session):
    session.rollback()
    return {
        (task.text_key.partition("-")[0], task.language): task.person and task.person.name
        for task in session.scalars(select(TranslationTask))
    }


@pytest.fixture
def symbol(document, world):
    return document(world.amina, text="# Background\n\nA trial in four districts.")[1].removeprefix(
        "/documents/"
    )


def test_two_officers_assign_documents_and_resolutions_three_times(world, http, session, symbol):
    ines, jonas = http(world.ines), http(world.jonas)
    for again in range(3):
        due = in_days(again + 3)
        keys = [key_of(ines, symbol), key_of(ines, HYDERABAD)]
        answer = assign(ines, keys, world.jonas, due)
        assert answer.status_code == 303 and answer.location == f"{LIST}?into=fr"
        assert assign(ines, keys, world.jonas, due).status_code == 303, "the form is sent twice"
        for visitor in (ines, jonas):
            for name in (symbol, HYDERABAD):
                assert "Jonas Hollmark Due on" in said(visitor, name)
                assert "Jonas" not in said(visitor, name, "?into=ru")
        home = jonas.get("/").text.partition('id="translations"')[2].partition("</section>")[0]
        assert symbol in home and HYDERABAD in home
        assert "Your translations" not in ines.get("/").text
        keys = [key_of(jonas, symbol), key_of(jonas, HYDERABAD)]
        assert assign(jonas, keys, world.ines).status_code == 303
        assert "Ines Carvalhal" in said(ines, symbol) and "Due on" not in said(ines, symbol)
        assert "Your translations" not in jonas.get("/").text
        keys = [key_of(jonas, symbol), key_of(jonas, HYDERABAD)]
        assert assign(jonas, keys).status_code == 303
        assert "Ines" not in said(ines, symbol)
        assert "Your translations" not in ines.get("/").text
        assert tasks(session) == {}
    deeds = select(AuditRow).where(AuditRow.deed == "translation.assigned")
    assert len(session.scalars(deeds).all()) == 3 * 3 * 2


def test_whoever_is_to_translate_is_told_once(world, http, session, symbol):
    ines = http(world.ines)
    keys = [key_of(ines, symbol), key_of(ines, HYDERABAD)]

    def letters():
        session.rollback()
        return [
            each
            for each in session.scalars(select(Message).order_by(Message.id))
            if "to translate" in each.subject
        ]

    assign(ines, keys, world.jonas, in_days(5))
    [letter] = letters()
    assert letter.recipient == world.jonas.email and "2 texts to translate" in letter.subject
    assert symbol in letter.text and HYDERABAD in letter.text
    assign(ines, [key_of(ines, symbol)], world.jonas, in_days(9))
    assign(ines, [key_of(ines, symbol)], world.ines)
    assert len(letters()) == 1, "a later day is no news, and nobody writes to themselves"


def test_the_list_is_narrowed_to_a_person_to_nobody_and_to_what_is_overdue(
    world, http, session, symbol, monkeypatch
):
    ines = http(world.ines)
    assign(ines, [key_of(ines, symbol)], world.jonas, in_days(1))
    assign(ines, [key_of(ines, HYDERABAD)], world.ines, in_days(8))
    for query, listed, left in (
        (f"who={world.jonas.id}", symbol, HYDERABAD),
        (f"who={world.ines.id}", HYDERABAD, symbol),
    ):
        page = ines.get(f"{LIST}?into=fr&{query}").text
        assert f">{listed}</a>" in page and f">{left}</a>" not in page
    nobody = ines.get(f"{LIST}?into=fr&who=nobody").text
    assert f">{symbol}</a>" not in nobody and f">{HYDERABAD}</a>" not in nobody
    assert f">{symbol}</a>" in ines.get(f"{LIST}?into=ru&who=nobody").text
    assert "Overdue 0" in ines.get(LIST).text
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    ines = http(world.ines)
    page = ines.get(f"{LIST}?only=overdue").text
    assert "Overdue 1" in page and f">{symbol}</a>" in page and f">{HYDERABAD}</a>" not in page
    assert "Overdue" in said(ines, symbol)
    assert "Overdue" in http(world.jonas).get("/").text
    assert "No text matches" in ines.get(f"{LIST}?only=overdue&into=ru").text


def test_a_task_ends_when_readers_have_the_checked_text(
    world, http, session, document, issued, revise
):
    work, url = document(world.amina, text="# Background\n\nA trial in four districts.")
    symbol, ines = url.removeprefix("/documents/"), http(world.ines)
    assign(ines, [key_of(ines, symbol)], world.jonas, in_days(4))
    assign(ines, [key_of(ines, symbol, "ar")], world.jonas, in_days(4), "ar")
    issued(world.ines, work, "fr", "provisional")
    assert "Provisional Jonas Hollmark Due on" in said(ines, symbol), "it is still to be checked"
    issued(world.ines, work, "fr")
    assert tasks(session) == {("paper", "ar"): "Jonas Hollmark"}
    assert said(ines, symbol) == "Translation"
    revise(world, work)
    assert "Jonas" not in said(ines, f"{symbol} Rev.1"), "the next translation is another task"
    assert "Jonas" in said(ines, f"{symbol} Rev.1", "?into=ar"), "the task goes on"


def test_a_task_ends_when_a_resolution_is_whole_in_the_language(world, http, session):
    ines, at = http(world.ines), "/resolutions/67-hyderabad-2010/in/fr"
    assign(ines, [key_of(ines, HYDERABAD)], world.jonas, in_days(4))
    form = ines.get(f"{at}/words").text
    keys = re.findall(r'name="key" value="([^"]+)"', form)
    some = dict.fromkeys(keys[:4], "mots")
    assert put(ines, some).status_code == 303
    assert put(ines, dict.fromkeys(keys, "mots"), unsure=keys[:1]).status_code == 303
    assert tasks(session) == {("resolution", "fr"): "Jonas Hollmark"}, "a part is not checked"
    assert put(ines, dict.fromkeys(keys, "mots")).status_code == 303
    assert tasks(session) == {}
    assert "Your translations" not in http(world.jonas).get("/").text


def test_two_officers_at_once_see_what_the_other_has_assigned(world, http, session, symbol):
    ines, jonas = http(world.ines), http(world.jonas)
    before = key_of(jonas, symbol)
    assert assign(ines, [before], world.jonas, in_days(4)).status_code == 303
    answer = assign(jonas, [before], world.ines)
    assert answer.status_code == 409 and "Somebody else has just recorded" in answer.text
    row = row_of(answer.text, symbol)
    assert "Jonas Hollmark" in row and " checked>" in row
    assert assign(jonas, re.findall(r'value="(paper-[^"]+)"', row), world.ines).status_code == 303
    assert tasks(session) == {("paper", "fr"): "Ines Carvalhal"}


def test_what_is_sent_must_name_a_text_and_a_day_to_come(world, http, session, symbol):
    ines = http(world.ines)
    key = key_of(ines, symbol)
    assert "Choose at least one text." in assign(ines, [], world.jonas).text
    for due in (in_days(-1), "soon"):
        assert assign(ines, [key], world.jonas, due).status_code == 422
    assert assign(ines, [key], world.caio).status_code == 422, "he may write no text of the list"
    assert assign(ines, [key], world.jonas, language="de").status_code == 404
    assert tasks(session) == {}


def test_nobody_else_assigns_or_sees_who_translates(world, http, session, symbol):
    key = key_of(http(world.ines), symbol)
    assign(http(world.ines), [key], world.jonas, in_days(4))
    for person in (world.amina, world.helena, world.ruth, world.wanjiru):
        visitor = http(person)
        assert visitor.get(f"{LIST}?into=fr").status_code == 403
        assert assign(visitor, [key], world.ines).status_code == 403
        assert "Your translations" not in visitor.get("/").text
    assert assign(http(), [key], world.ines).status_code in (302, 303)
    assert tasks(session) == {("paper", "fr"): "Jonas Hollmark"}


def test_drafters_translate_the_documents_that_they_may_write_three_times(
    world, http, session, document, issued, revise
):
    ines, amina = http(world.ines), http(world.amina)
    work, url = document(world.amina, drafters=[world.wanjiru])
    symbol = url.removeprefix("/documents/")
    amina.post(f"{work}/drafters/{world.wanjiru.id}/role", data={"role": "comment"})
    other = document(world.caio)[1].removeprefix("/documents/")
    people = offered(ines)
    assert people["Secretariat"] == ["Ines Carvalhal", "Jonas Hollmark"]
    of_amina, of_wanjiru = (
        next(each for each in people["Drafters"] if each.startswith(name))
        for name in ("Amina", "Wanjiru")
    )
    assert of_amina.endswith(f", {symbol})") and symbol not in of_wanjiru, "she only comments"
    assert f"Caio Marandu ({other})" in people["Drafters"]
    key, caios = key_of(ines, symbol), key_of(ines, other)
    assert assign(ines, [key], world.wanjiru).status_code == 409
    for chosen in ([caios], [key_of(ines, HYDERABAD)], [key, caios]):
        answer = assign(ines, chosen, world.amina, in_days(4))
        assert answer.status_code == 409 and "Amina Barasa may not translate" in answer.text
        assert tasks(session) == {}, "all of them or none"
    for _again in range(3):
        assert assign(ines, [key_of(ines, symbol)], world.amina, in_days(4)).status_code == 303
        assert "Amina Barasa Due on" in said(http(world.jonas), symbol)
        assert symbol in own(amina) and "Français" in own(amina)
        for person in (world.wanjiru, world.caio, world.helena, world.ines, world.jonas):
            assert not own(http(person)), "it is not theirs"
        issued(world.amina, work, "fr", "provisional")
        assert said(ines, symbol) == "Provisional", "she has done what she can"
        assert tasks(session) == {} and not own(amina)
    issued(world.ines, work, "fr")
    revise(world, work)
    revised = f"{symbol} Rev.1"
    answer = assign(ines, [key_of(ines, revised)], world.amina)
    assert answer.status_code == 409, "the secretariat's own translation is not for drafters"


def test_a_drafter_who_may_write_no_longer_has_nothing_to_translate(world, http, session, document):
    ines, amina = http(world.ines), http(world.amina)
    work, url = document(world.amina, drafters=[world.wanjiru])
    symbol, wanjiru = url.removeprefix("/documents/"), http(world.wanjiru)
    stale = key_of(ines, symbol)
    for _again in range(3):
        assert assign(ines, [key_of(ines, symbol)], world.wanjiru).status_code == 303
        assert symbol in own(wanjiru)
        amina.post(f"{work}/drafters/{world.wanjiru.id}/role", data={"role": "read"})
        assert not own(wanjiru)
        assert wanjiru.get(f"{work}/translations?language=fr").status_code == 403
        assert assign(ines, [key_of(ines, symbol)]).status_code == 303
        answer = assign(ines, [stale], world.wanjiru)
        assert answer.status_code == 409 and "Wanjiru Tende may not translate" in answer.text
        amina.post(f"{work}/drafters/{world.wanjiru.id}/role", data={"role": "write"})
    assert tasks(session) == {}
