"""The titles of talk about papers and proposals in the language of whoever reads them."""

import pytest

from wgcop.database import db
from wgcop.proposals.models import title_in_words
from wgcop.threads import models

pytestmark = pytest.mark.settings(LANGUAGES=["en", "ar", "fr", "zh"])
TITLE = "Helplines for children"


@pytest.fixture
def reading(http):
    def read_in(person, language):
        visitor = http(person)
        visitor.get(f"/?language={language}", follow_redirects=True)
        return visitor

    return read_in


@pytest.fixture
def talk(world, draft, reading):
    """A discussion of drafters that a French-speaking one began, and an Arabic-speaking one reads."""
    work = draft(world.wanjiru, drafters=[world.amina], title=TITLE)
    name = f"draft-talk:{work.rpartition('/')[2]}"
    say(reading(world.wanjiru, "fr"), name, "Le titre est long.")
    say(reading(world.amina, "ar"), name, "نعم، إنه طويل.")
    say(reading(world.wanjiru, "fr"), name, "Je l’abrège.")
    return name


def say(visitor, talk, body):
    data = {"body": body, "key": body, "audience": f"drafters:{talk.partition(':')[2]}"}
    headers = {"Accept": "application/json"}
    answer = visitor.post(f"/threads/{talk}/comments", data=data, headers=headers)
    assert answer.status_code == 201, answer.text


def test_the_title_of_a_discussion_is_said_in_each_readers_language(app, world, talk, reading):
    with app.app_context():
        assert db.session.query(models.Thread).filter_by(name=talk).one().title == TITLE
    for language, title in {
        "ar": f"مشروع: {TITLE}",
        "zh": f"草案：{TITLE}",
        "en": f"Draft: {TITLE}",
    }.items():
        drafter = reading(world.amina, language)
        for page in (f"/threads/{talk}", "/inbox/following"):
            shown = drafter.get(page, follow_redirects=True).text
            assert (title in shown, "Projet" in shown) == (True, False), (language, page)
    assert TITLE not in reading(world.farid, "ar").get("/inbox/following").text


@pytest.mark.parametrize(
    ("stored", "french", "chinese"),
    [
        ("MOD resolves 1: Kenya", "MOD resolves 1\xa0: Kenya", "MOD resolves 1：肯尼亚"),
        ("ADD after noting: Japan", "ADD après noting\xa0: Japon", "noting之后的ADD：日本"),
        ("(MOD) 3.2: ITU-D", "(MOD) 3.2\xa0: ITU-D", "(MOD) 3.2：ITU-D"),
        ("A talk: of something", "A talk: of something", "A talk: of something"),
    ],
)
def test_the_stored_title_of_a_proposal_is_said_in_words(app, stored, french, chinese):
    for language, said in (("fr", french), ("zh", chinese), ("en", stored)):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert title_in_words(stored) == said
