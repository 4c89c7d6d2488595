"""The read marks and followed topics of a reader: everything that pages show about a reader and
that the stamp does not cover.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, String, cast, func, select

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.models import Follow, ReadMark
from wgcop.following.queries import chosen_at
from wgcop.following.searches.queries import has_saved_searches


@dataclass(frozen=True)
class ReadState:
    """The read state of a person, as strings that are only compared for equality. It does not say
    what is new in a saved search; only the index knows that.
    """

    has_searches: bool
    marks: str
    follows: str


def read_state(person: Person) -> ReadState:
    has_searches, marks, follows = db.session.execute(_read_state(), parameters(person)).one()
    return ReadState(has_searches, marks or "", follows or "")


@cache
def _read_state() -> Executable:
    return select(
        has_saved_searches(ANY_READER),
        _told(ReadMark, ReadMark.seq, ReadMark.told).scalar_subquery(),
        _told(Follow, Follow.follows, Follow.silences, chosen_at()).scalar_subquery(),
    )


def _told(of: type[ReadMark] | type[Follow], *values: Any) -> Select[str]:
    each: Any = cast(of.topic_id, String)
    for value in values:
        each = each + ":" + cast(value, String)
    return select(func.aggregate_strings(each, ",")).where(of.person_id == ANY_READER.id)
