"""Letters about a silence procedure, to people whose silence counts: about its beginning, its
changes of deadline, and its end. An adoption is announced to others too.
"""

from collections.abc import Collection
from typing import Any

from wgcop import mail
from wgcop.accounts.models import Person
from wgcop.accounts.receiving import reader_now, write_wished
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.mail import LetterWords, Message
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import people_to_tell
from wgcop.outcomes.silence.rule import SilenceState

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
    write_wished(
        LetterKind.CLAUSES,
        _who_hears(silence),
        f"outcomes/silence_{name}",
        source=SOURCE,
        about={"silence": silence.id},
        page=silence.url,
        silence=silence,
        **values,
    )


def _who_hears(silence: SilenceProcedure) -> Collection[Person]:
    """Return those whose silence counts. An adoption happens without anybody acting, so it is also
    announced to the person who circulated the text and to the followers of the clause and the
    document that it is about.
    """
    people = [*people_to_tell(silence.meeting)]
    if silence.state == SilenceState.ADOPTED:
        things = [each for each in (silence.clause, silence.contribution) if each]
        people += [person for each in things for person in followers_of(each.topic)]
        people += [silence.circulated_by] if silence.circulated_by.active else []
    return dict.fromkeys(people)


@mail.renews(SOURCE)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written to recipients who are still among those to tell."""
    person = reader_now(message)
    silence = db.session.get(SilenceProcedure, message.about["silence"])
    if person is None or silence is None:
        return None
    if all(each.id != person.id for each in _who_hears(silence)):
        return None
    return LetterWords(message.subject, message.text)
