"""Letters about a silence procedure, to people whose silence counts: about its beginning, its
changes of deadline, and its end.
"""

from typing import Any

from wgcop.letters import write_to_each
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import people_to_tell


def write_circulated(silence: SilenceProcedure) -> None:
    _write("circulated", silence)


def write_extended(silence: SilenceProcedure) -> None:
    _write("extended", silence)


def write_broken(silence: SilenceProcedure, objection: SilenceAnswer) -> None:
    _write("broken", silence, objection=objection)


def write_withdrawn(silence: SilenceProcedure) -> None:
    _write("withdrawn", silence)


def write_adopted(silence: SilenceProcedure) -> None:
    _write("adopted", silence)


def _write(name: str, silence: SilenceProcedure, **values: Any) -> None:
    people, letter = people_to_tell(silence.meeting), f"outcomes/silence_{name}"
    write_to_each(people, letter, page=silence.url, silence=silence, **values)
