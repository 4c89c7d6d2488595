"""Letters about a silence procedure, to people whose silence counts: about its beginning, its
changes of deadline, and its end.
"""

from typing import Any

from wgcop import mail
from wgcop.accounts.receiving import reader_now, write_wished
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db
from wgcop.mail import LetterWords, Message
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import people_to_tell

SOURCE = "silence"


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
    write_wished(
        LetterKind.CLAUSES,
        people,
        letter,
        source=SOURCE,
        about={"silence": silence.id},
        page=silence.url,
        silence=silence,
        **values,
    )


@mail.renews(SOURCE)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written to whoever still speaks for a delegation whose silence
    counts.
    """
    person = reader_now(message)
    silence = db.session.get(SilenceProcedure, message.about["silence"])
    if person is None or silence is None:
        return None
    if all(each.id != person.id for each in people_to_tell(silence.meeting)):
        return None
    return LetterWords(message.subject, message.text)
