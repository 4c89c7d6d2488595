"""Letters about entries of the registry, to each reader in their language."""

from collections.abc import Callable, Iterable, Sequence

import structlog
from flask_babel import gettext as _

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.i18n import written_to

log = structlog.get_logger(__name__)

Words = Callable[[], tuple[str, Sequence[str]]]
"""A function that returns the subject and the paragraphs of a letter, in the language in force when
it is called.
"""


def write_letters(people: Iterable[Person], words: Words, *, page: str) -> None:
    """Write a letter to each active person once. A letter that cannot be written is logged and
    skipped.
    """
    for person in {each.id: each for each in people if each.active}.values():
        try:
            with db.session.begin_nested(), written_to(person.language):
                subject, paragraphs = words()
                greeting = _("Dear %(name)s,", name=person.name)
                text = "\n\n".join([greeting, *filter(None, paragraphs), address(page)])
                mail.write(person.email, f"WG-COP: {subject}"[:300], f"{text}\n")
        except Exception:
            log.exception("letters_failed", page=page)
