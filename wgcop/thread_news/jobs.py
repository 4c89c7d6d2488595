"""The job that writes to people whom a comment mentions or answers, soon after it was posted."""

from wgcop.database import db, writing
from wgcop.following.daily_letter import reader, write, write_each
from wgcop.i18n import written_to
from wgcop.thread_news import letters


def tell_mentioned() -> int:
    """Write to everybody who was mentioned or answered, except those who want it in the daily letter, and
    return the number of letters.
    """
    people = letters.people_waiting(letters.at_once(), letters.had_none_lately())
    # End the reading transaction before the first letter: each letter is written in a transaction
    # of its own.
    db.session.rollback()
    return write_each(tell, people, give_up=db.session.rollback)


def tell(person_id: int) -> bool:
    """Write one person's letter about mentions, and return whether there was anything to write. The
    letter and the note that it was written are stored in one transaction.
    """
    with writing():
        person, part = reader(person_id), None
        if person:
            with written_to(person.language):
                part = letters.part_of(person, letters.waiting_at_once(person))
                write(person, {letters.MentionNews.name: part} if part else {})
        else:
            letters.leave_out(person_id)
        db.session.commit()
    return part is not None
