"""Counts the data stored about a person, and collects those that are handed over to them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Membership, Office, Person
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.mail import Message
from wgcop.privacy.holdings import Holding, by_table, places
from wgcop.resolutions.suggested import in_words
from wgcop.threads.comments.suggestions import SuggestionDecision
from wgcop.threads.models import Comment, Thread

SECRET = ("hash", "token", "secret", "key", "credential", "code", "seal", "number", "epoch")
"""Parts of the names of columns that hold no fact about a person. Some of these hold credentials.
"""


def counts(person: Person) -> dict[Holding, int]:
    """Count the rows about a person by group, in one SQL statement. A row that names them twice
    counts once.
    """
    tables: dict[tuple[Holding, str], list[Any]] = {}
    for place in places():
        if place.holding:
            column = place.column
            tables.setdefault((place.holding, column.table.name), []).append(column == person.id)
    rows = [
        select(literal(holding.value), func.count()).select_from(_table(table)).where(or_(*named))
        for (holding, table), named in tables.items()
    ]
    found = dict.fromkeys(Holding, 0)
    for holding, number in db.session.execute(union_all(*rows)):
        found[Holding(holding)] += number
    return found


def letters_to(person: Person) -> int:
    to_them = select(func.count()).select_from(Message).where(Message.recipient == person.email)
    return db.session.scalar(to_them) or 0


def deeds_of(person: Person) -> int:
    return db.session.scalar(select(func.count()).select_from(_deeds(person).subquery())) or 0


def handed_over(person: Person) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the data that the person receives: everything that belongs only to them, what they
    said, letters to them, and the audit trail about them.

    Their actions on things of others are only counted, because they may no longer read these.
    """
    own = {
        name: _rows(
            select(*_told(found[0].column.table)).where(
                or_(*(place.column == person.id for place in found))
            )
        )
        for name, found in by_table(own=True).items()
        if name not in ("membership", "office", "contribution_drafter")
    }
    comments = db.session.scalars(
        select(Comment)
        .where(Comment.person_id == person.id)
        .order_by(Comment.posted_at)
        .options(
            selectinload(Comment.thread),
            selectinload(Comment.earlier),
            joinedload(Comment.quote),
            joinedload(Comment.suggestion),
        )
    )
    letters = select(Message.written_at, Message.sent_at, Message.subject, Message.text).where(
        Message.recipient == person.email,
        Message.secret_until.is_(None),
        Message.sent_at.is_not(None),  # others may still be dropped when they leave
    )
    return {
        "account": [
            {
                "name": person.name,
                "email": person.email,
                "language": person.language,
                "joined_at": _plain(person.joined_at),
            }
        ],
        "delegations": [
            {
                "delegation": membership.delegation.name,
                "role": membership.role.value,
                "joined_at": _plain(membership.joined_at),
            }
            for membership in person.memberships
        ],
        "roles": [
            {"group": office.group.name, "role": office.role.value} for office in person.offices
        ],
        "comments": [
            {
                "on": comment.thread.shown_title,
                "said_at": _plain(comment.posted_at),
                "said_to": comment.audience,
                "capacity": comment.capacity,
                "words": comment.body,
                "suggested": comment.suggestion.in_words if comment.suggestion else "",
                "earlier": [each.body for each in comment.earlier],
                "suggested_earlier": [
                    in_words(
                        each.quoted or "",
                        each.instead,
                        comment.suggestion.translation if comment.suggestion else "",
                    )
                    for each in comment.earlier
                    if each.instead is not None
                ],
            }
            for comment in comments
        ],
        "decisions on suggestions": _rows(
            select(
                Thread.title.label("on"),
                SuggestionDecision.outcome,
                SuggestionDecision.reason,
                SuggestionDecision.at,
            )
            .join(Comment, Comment.id == SuggestionDecision.comment_id)
            .join(Comment.thread)
            .where(SuggestionDecision.person_id == person.id)
            .order_by(SuggestionDecision.at)
        ),
        "letters": _rows(letters.order_by(Message.written_at)),
        "deeds": _rows(_deeds(person).order_by(AuditRow.number)),
        **{name.replace("_", " "): rows for name, rows in own.items() if rows},
    }


def person_with_roles(person_id: int) -> Person | None:
    return db.session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
    )


def _deeds(person: Person) -> Select[*tuple[Any, ...]]:
    return select(
        *(AuditRow.at, AuditRow.deed),
        *(AuditRow.of_kind, AuditRow.of_id, AuditRow.of_name, AuditRow.detail),
    ).where(
        (AuditRow.person_id == person.id)
        | ((AuditRow.of_kind == "person") & (AuditRow.of_id == str(person.id)))
    )


def _told(table: Any) -> list[Any]:
    named = {place.column for place in places()}
    return [
        column
        for column in table.columns
        if column not in named and not any(word in column.name for word in SECRET)
    ]


def _table(name: str) -> Any:
    return Person.metadata.tables[name]


def _rows(query: Any) -> list[dict[str, Any]]:
    return [
        {name: _plain(value) for name, value in row._mapping.items()}
        for row in db.session.execute(query)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)
