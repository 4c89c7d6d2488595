"""Whom a comment on a draft calls is notified on their devices as long as they draft it, and nobody else ever."""

from tests.contributions.talk.test_comments_on_drafts import paper, say  # noqa: F401 (a fixture)
from tests.push.conftest import device, leave, service  # noqa: F401 (fixtures)


def test_a_drafter_is_called_and_whoever_does_not_draft_is_not(
    app,
    world,
    http,
    paper,  # noqa: F811
    device,  # noqa: F811
    leave,  # noqa: F811
):
    daichi, amina = device(world.daichi), device(world.amina)
    for number in range(3):
        words = f"@Daichi Oribe, @Amina Barasa: quokka {number}"
        say(http(world.wanjiru), paper, words)
        assert leave() == 1
        assert len(daichi.shown()) == 1 and amina.shown() == []
        assert "quokka" not in str(daichi.last.payload)
    say(http(world.wanjiru), paper, "@Daichi Oribe, once more")
    answer = http(world.wanjiru).post(f"{paper.work}/drafters/{world.daichi.id}/removal")
    assert answer.status_code == 303, answer.text
    assert leave() == 0
    assert daichi.shown() == []
