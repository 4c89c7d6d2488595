"""Adding, using and removing passkeys."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select
from webauthn.helpers import bytes_to_base64url

from wgcop import clock
from wgcop.accounts.factors import Passkey, UsedChallenge
from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.signing_in import passkeys
from wgcop.signing_in.actions.second_factor import has_app, refuse_to_lose_the_last, settle, tell
from wgcop.signing_in.passkeys import Site

MOST = 20
CHALLENGE_LASTS = timedelta(minutes=5)
"""The time that people have to find the key and touch it."""


def keys_of(person: Person) -> list[Passkey]:
    return list(
        db.session.scalars(
            select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
        )
    )


def add_key(
    person: Person, answer: dict[str, Any], *, site: Site, challenge: bytes, name: str
) -> Passkey | None:
    made = passkeys.made(answer, site, challenge)
    if made is None or not _is_answered_first(challenge):
        return None
    key_id = bytes_to_base64url(made.credential_id)
    if len(keys_of(person)) >= MOST:
        raise Refused(_("You have twenty passkeys. Remove one that you do not use."))
    if db.session.scalar(select(Passkey.id).where(Passkey.key_id == key_id)) is not None:
        raise Refused(_("This key is already in use. Choose another one."))
    ways = answer.get("response", {}).get("transports") or []
    key = Passkey(
        person_id=person.id,
        name=name,
        key_id=key_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=",".join(str(way) for way in ways if str(way).isascii())[:200],
    )
    db.session.add(key)
    person.has_second_factor = True
    tell(person, "person.passkey-added", by=person)
    return key


def use_key(
    answer: dict[str, Any], *, site: Site, challenge: bytes, of: Person | None
) -> Person | None:
    """Return the person whose key this is, if its answer is valid; otherwise None. Without `of`,
    the key also replaces the password.
    """
    key = db.session.scalar(
        select(Passkey).where(Passkey.key_id == str(answer.get("id", ""))[:1400])
    )
    if key is None or not key.person.is_active or (of is not None and key.person_id != of.id):
        return None
    used = passkeys.used(answer, site, challenge, public_key=key.public_key, alone=of is None)
    if used is None or not _is_answered_first(challenge):
        return None
    if used.new_sign_count <= key.sign_count and (used.new_sign_count or key.sign_count):
        # Somebody may have copied the key. Its owner sees it in the list, and signs in by other means.
        key.doubted_at = clock.now()
        note("person.passkey-doubted", by=None, of=Thing.person(key.person))
        return None
    key.sign_count = used.new_sign_count
    key.used_at = clock.now()
    return key.person


def _is_answered_first(challenge: bytes) -> bool:
    """Store the challenge as used, and return False if it was used before. A key that counts no
    uses gives no other sign that an answer is sent again.

    If the same answer arrives twice at once, the database refuses one of them by its primary key.
    """
    digest = hashlib.sha256(challenge).hexdigest()
    now = clock.now()
    db.session.execute(
        delete(UsedChallenge).where(UsedChallenge.used_at < now - 2 * CHALLENGE_LASTS)
    )
    if db.session.get(UsedChallenge, digest) is not None:
        return False
    db.session.add(UsedChallenge(digest=digest, used_at=now))
    db.session.flush()
    return True


def remove_key(key: Passkey, *, by: Person) -> None:
    others = len(keys_of(by)) > 1 or has_app(by)
    refuse_to_lose_the_last(by, others)
    db.session.execute(delete(Passkey).where(Passkey.id == key.id))
    settle(by)
    tell(by, "person.passkey-removed", by=by)


def is_offered(address: str) -> Site | None:
    """Return the site that keys are bound to, or None if browsers offer no passkeys there.
    PUBLIC_URL takes precedence, so that nobody can choose the site by inventing a host; without it,
    the address of the request decides.
    """
    public: str = current_app.config["PUBLIC_URL"]
    return Site.of(public or address)
