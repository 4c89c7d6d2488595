"""Gathers the steps that several writers push into the same text at the same time. The first takes
all pushes in one transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from wgcop.writing.authority import Push, Taken
from wgcop.writing.reasons import Declined, DeclineReason

LONGEST_WAIT = 30.0
Take = Callable[[Sequence[Push]], Sequence[Taken | Declined]]


@dataclass(eq=False)
class _Waiting:
    push: Push
    turn: Event = field(default_factory=Event)
    answer: Taken | Declined | None = None
    leads: bool = False

    @property
    def document(self) -> tuple[str, int]:
        return self.push.desk.name, self.push.document


class Counter:
    """The queues of pushes in one process, one for each text. While a text has a queue, one of its
    waiting threads leads.
    """

    def __init__(self) -> None:
        self._lock = Lock()  # protects the queues and the field `leads` of what waits in them
        self._queues: dict[tuple[str, int], list[_Waiting]] = {}

    def hand_in(self, push: Push, take: Take) -> Taken | Declined:
        """Hand in a push and wait for its answer. `take` is called by the leading thread with its
        own push and those that arrived in the meantime.
        """
        mine = _Waiting(push)
        with self._lock:
            mine.leads = mine.document not in self._queues
            queue = self._queues.setdefault(mine.document, [])
            if not mine.leads:
                queue.append(mine)
        if not mine.leads and not mine.turn.wait(LONGEST_WAIT):
            self._give_up(mine)
        if mine.leads:
            self._lead(mine, take)
        return mine.answer or Declined(DeclineReason.BUSY)

    def _lead(self, mine: _Waiting, take: Take) -> None:
        document = mine.document
        with self._lock:
            group = [mine, *self._queues[document]]
            self._queues[document] = []
        try:
            answers = take([each.push for each in group])
            for each, answer in zip(group, answers, strict=True):
                each.answer = answer
        finally:
            self._hand_over(document)
            for each in group[1:]:
                each.turn.set()

    def _hand_over(self, document: tuple[str, int]) -> None:
        with self._lock:
            if self._queues[document]:
                following = self._queues[document].pop(0)
                following.leads = True
                following.turn.set()
            else:
                del self._queues[document]

    def _give_up(self, mine: _Waiting) -> None:
        with self._lock:
            if mine in (queue := self._queues.get(mine.document, [])):
                queue.remove(mine)
