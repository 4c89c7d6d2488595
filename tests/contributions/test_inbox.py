"""What becomes of papers is in the inbox of those who follow them and of those who write them."""

import re

from tests.following.inboxes import emptied, mark_all, things


def rows_with(visitor, words):
    return [row for rows in things(visitor).values() for row in rows if words in row]


def test_a_document_that_is_revised_says_from_which_to_which(world, http, document, clock):
    address, url = document(world.amina)
    clock.advance(minutes=1)
    caio = emptied(http(world.caio))
    topic = re.search(r'name="topic" value="(document:\d+)"', caio.get(url).text)[1]
    assert caio.post("/follows", data={"topic": topic}).status_code == 204
    for number in range(1, 4):
        http(world.amina).post(f"{address}/revisions")
        assert things(caio) == {}, "the draft of a revision is its drafters' alone"
        http(world.amina).post(f"{address}/submission")
        [row] = rows_with(caio, "Revised")
        assert "From " in row and f"Rev.{number}" in row
        mark_all(caio)


def test_drafters_are_told_what_became_of_their_paper_and_others_are_not(
    world, http, draft, meeting
):
    wanjiru, luc = (emptied(http(world[name])) for name in ("wanjiru", "luc"))
    address = draft(world.amina, drafters=[world.wanjiru])
    [row] = things(wanjiru)["Addressed to you"]
    assert "You write it" in row
    mark_all(wanjiru)
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    assert things(wanjiru)["Addressed to you"]
    assert "Addressed to you" not in things(luc)


def test_who_drafts_no_more_is_told_no_more(world, http, draft):
    wanjiru = emptied(http(world.wanjiru))
    address = draft(world.amina, drafters=[world.wanjiru])
    assert things(wanjiru)
    removal = f"{address}/drafters/{world.wanjiru.id}/removal"
    assert http(world.amina).post(removal).status_code == 303
    assert things(wanjiru) == {}
