"""Meetings, papers, bodies and entries that somebody follows: what becomes of them is in the inbox."""

from tests.following.inboxes import emptied, mark_all, page_of, things

MEETING = "/meetings/wg-cop-3"
TOPIC = "meeting:wg-cop-3@members"


def begin(visitor, topic):
    assert visitor.post("/follows", data={"topic": topic}).status_code == 204
    emptied(visitor)


def rows_with(visitor, words):
    return [row for rows in things(visitor).values() for row in rows if words in row]


def add_item(visitor, title):
    data = {"title": title, "minutes": "", "parent": ""}
    assert visitor.post(f"{MEETING}/items/new", data=data).status_code == 303


def test_who_follows_a_meeting_is_told_what_was_done_to_its_agenda(world, http):
    caio, ines = http(world.caio), http(world.ines)
    begin(caio, TOPIC)
    for number in range(3):
        add_item(ines, f"Quokka {number}")
        [row] = rows_with(caio, f"“Quokka {number}” was added.")
        assert "The agenda was changed" in row
        mark_all(caio)
        assert not rows_with(caio, "Quokka")


def test_who_follows_a_group_is_told_of_its_meetings(world, http):
    caio = http(world.caio)
    begin(caio, "group:WG-COP")
    add_item(http(world.ines), "Quokka")
    assert rows_with(caio, "“Quokka” was added.")


def test_who_follows_nothing_of_a_meeting_is_told_nothing(world, http):
    caio = http(world.caio)
    caio.post("/follows", data={"topic": TOPIC, "level": "nothing"})
    add_item(http(world.ines), "Quokka")
    assert not rows_with(caio, "Quokka")


def test_every_row_leads_to_a_page_that_its_reader_may_see(world, http):
    for name in ("ines", "amina", "caio"):
        visitor = http(world[name])
        links = page_of(visitor).xpath("//main//section//li/p[@class='row__title']/a/@href")
        for link in dict.fromkeys(links):
            assert visitor.get(link.partition("#")[0]).status_code in (200, 303), (name, link)
