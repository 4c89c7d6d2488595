"""Presents a new step of a waiting paper on open pages of its conversation."""

from wgcop.contributions.talk.circles import CONVERSATION
from wgcop.contributions.talk.steps import STEP, step_called
from wgcop.events.presenters import Presentation, appended, presents


@presents(STEP)
def in_conversation(target_id: str, _entry_kind: str) -> Presentation | None:
    step = step_called(target_id)
    if step is None:
        return None
    return appended(f"comments-{CONVERSATION}:{step.paper}", "contributions/_step.html", step=step)
