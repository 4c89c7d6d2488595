"""Tells those to whom two entries matter that they are one now."""

from flask_babel import gettext as _

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.following.queries import followers_of
from wgcop.i18n import written_to
from wgcop.initiatives.confirming.recipients import one_each, owners_of
from wgcop.initiatives.models import Initiative


def who_is_told(merged: Initiative, staying: Initiative, *, besides: Person) -> list[Person]:
    """Whoever proposed or owns one of them, or follows it; the secretariat merges them and knows."""
    owners = owners_of([merged, staying]).values()
    proposers = [p for p in (merged.proposed_by, staying.proposed_by) if p and p.active]
    followers = (followers_of(merged.topic), followers_of(staying.topic))
    return [
        person for person in one_each([*owners, proposers, *followers]) if person is not besides
    ]


def write_merged(person: Person, merged: Initiative, staying: Initiative) -> None:
    with written_to(person.language):
        words = [
            _("Dear %(name)s,", name=person.name),
            _(
                "the registry had two entries for one initiative. “%(merged)s” was merged into “%(staying)s”:",
                merged=merged.title,
                staying=f"{staying.reference} {staying.title}".strip(),
            ),
            address(staying.url),
            _(
                "Links to either of them lead there. Whoever followed one of them follows it. If the two should not have been merged, tell the secretariat soon: it can take them apart again."
            ),
        ]
        mail.write(
            person.email,
            _("Two entries of the registry are one now")[:300],
            "\n\n".join(words) + "\n",
        )
