"""Makes and reads the addresses at which people answer comments: `reply+…@cop.example`, signed for one
person, one comment and its readers.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.accounts.secret_addresses import hands_out
from wgcop.correspondence import policy
from wgcop.correspondence.models import ReplyAddress
from wgcop.database import LARGEST_ID, db
from wgcop.thread_news.answers_by_mail import take_answers
from wgcop.threads.models import Comment

_PART = re.compile(r"(\d{1,10})-([a-z2-7]{26})")
"""The pattern of the part between `+` and `@`. It has no capital letters, since some mail servers
turn them into small ones.
"""


def are_given() -> bool:
    """Return whether this workspace accepts answers by e-mail."""
    return bool(current_app.config["REPLY_ADDRESS"])


class SignedAddresses:
    def make(self, person: Person, comments: Collection[Comment]) -> Mapping[int, str]:
        if not are_given():
            return {}
        known = _rows(person, comments)
        new = {
            comment.id: ReplyAddress(
                person_id=person.id, comment_id=comment.id, audience=comment.audience
            )
            for comment in comments
            if comment.id not in known and policy.capacities_to_answer(person, comment)
        }
        db.session.add_all(new.values())
        db.session.flush()
        return _written({**known, **new})

    def made(self, person: Person, comments: Collection[Comment]) -> Mapping[int, str]:
        return _written(_rows(person, comments)) if are_given() else {}


def _rows(person: Person, comments: Collection[Comment]) -> dict[int, ReplyAddress]:
    keys = [comment.id for comment in comments]
    rows = db.session.scalars(
        select(ReplyAddress).where(
            ReplyAddress.person_id == person.id, ReplyAddress.comment_id.in_(keys)
        )
    )
    return {row.comment_id: row for row in rows}


def _written(rows: Mapping[int, ReplyAddress]) -> Mapping[int, str]:
    return {key: written(row) for key, row in rows.items() if not row.is_over}


def written(row: ReplyAddress) -> str:
    local, _at, domain = current_app.config["REPLY_ADDRESS"].partition("@")
    return f"{local}+{row.id}-{_signature(row)}@{domain}"


def _signature(row: ReplyAddress) -> str:
    signed = f"answer {row.id} {row.person_id} {row.comment_id} {row.audience} {row.expires_at.isoformat()}"
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.digest(key, signed.encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().casefold()[:26]


def addresses_among(recipients: Iterable[str]) -> list[ReplyAddress]:
    """Return the addresses among the recipients of a message that were signed here."""
    found = {}
    for each in recipients:
        local = each.casefold().rpartition("@")[0]
        match = _PART.fullmatch(local.rpartition("+")[2])
        if match is None or int(match[1]) > LARGEST_ID:
            continue
        row = db.session.scalar(
            select(ReplyAddress)
            .where(ReplyAddress.id == int(match[1]))
            .options(joinedload(ReplyAddress.comment).joinedload(Comment.thread))
        )
        if row is not None and hmac.compare_digest(_signature(row), match[2]):
            found[row.id] = row
    return list(found.values())


@hands_out
def end_addresses(person: Person) -> int:
    """Delete all addresses of the person, and return how many there were."""
    gone = delete(ReplyAddress).where(ReplyAddress.person_id == person.id)
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


take_answers(SignedAddresses())
