"""A comment is made once for the same values, and anew as soon as one of them is another."""

import pytest
from sqlalchemy import select

from tests.threads.test_chairing import CLAUSE, TOPIC, say
from wgcop.resolutions.models import Clause, Wording
from wgcop.threads.models import Comment
from wgcop.threads.page.rendering import CommentValues, rendered_comment, whole_comment


@pytest.fixture
def comment(world, http, session):
    wid = TOPIC.removeprefix("clause:")
    wording = session.scalar(select(Wording).join(Clause).where(Clause.wid == wid))
    quoted = " ".join(wording.text.replace("*", "").split()[2:6])
    answer = http(world.amina).post(
        f"{CLAUSE}/comments",
        data={"body": "On these words.", "quote": quoted, "key": "s"},
        headers={"Accept": "application/json"},
    )
    return answer.json["id"]


def test_a_rendering_follows_everything_that_it_shows(world, http, session, comment):
    amina, haruko = http(world.amina), http(world.haruko)

    def becomes(words):
        return words in haruko.get(CLAUSE).text

    assert becomes("On these words.") and not becomes("Zahra Barasa")
    world.amina.name = "Zahra Barasa"
    world.delegation("Kenya").name = "Republic of Kenya"
    session.commit()
    assert becomes("Zahra Barasa") and becomes('<bdi class="person__delegation">Republic of Kenya')
    http(world.teresa).post(f"/comments/{comment}/support")
    assert becomes("Supported by <bdi>Brazil</bdi>")
    world.delegation("Brazil").name = "Federative Republic of Brazil"
    wid = TOPIC.removeprefix("clause:")
    wording = session.scalar(select(Wording).join(Clause).where(Clause.wid == wid))
    wording.text = "Something else altogether."
    session.commit()
    assert becomes("Supported by <bdi>Federative Republic of Brazil</bdi>")
    assert becomes("These words are no longer in the clause.")
    amina.post(f"/comments/{comment}", data={"body": "On other words."})
    assert becomes("On other words.") and becomes(">edited<")
    amina.post(f"/comments/{comment}/retraction")
    assert becomes("This comment was retracted by its writer.") and not becomes("On other words.")


def test_the_same_values_are_rendered_once(app, session, comment):
    row = session.scalars(
        select(Comment).where(Comment.name == comment).options(*whole_comment())
    ).one()
    with app.test_request_context():
        assert rendered_comment(row) is rendered_comment(row)


def test_the_template_gets_no_hidden_value_of_a_released_or_retracted_comment(world, http, session):
    kenya = world.delegation("Kenya").audience
    private = say(http(world.amina), "Quokka.", "p", kenya).json["id"]
    public = http(world.amina).post(
        f"/comments/{private}/release", headers={"Accept": "application/json"}
    )
    row = session.scalars(select(Comment).where(Comment.name == public.json["id"])).one()
    values = CommentValues.of(row)
    assert (values.person, values.person_id, values.key) == ("", None, "")

    session.rollback()
    http(world.amina).post(f"/comments/{public.json['id']}/retraction")
    session.expire_all()
    assert CommentValues.of(row).body == ""
