"""Remarks pinned to places: two models of the tests' own, and records by hand."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

from wgcop.database import UtcDateTime, db, writing
from wgcop.search import epochs, records
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import Record, Searchable
from wgcop.search_engines.choice import engine_of

GUEST = frozenset({"public"})
MEMBER = frozenset({"public", "members", "person:1"})
KENYAN = MEMBER | {"delegation:7"}
SECRETARIAT = MEMBER | {"officers:WG-COP"}

registered = dict(records.SEARCHABLE)


class Base(DeclarativeBase):
    """Apart from the product's tables, which its migrations describe."""

    type_annotation_map = {UtcDateTime: UtcDateTime()}


class Country(Base):
    """Knows nothing of search."""

    __tablename__ = "tests_country"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Place(Searchable, Base):
    """Not found itself, but part of what is said there."""

    __tablename__ = "tests_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    audience: Mapped[str] = mapped_column(default="public")

    remarks: Mapped[list["Remark"]] = relationship(
        back_populates="place", order_by="Remark.id", cascade="all, delete-orphan"
    )

    def stale_records(self, session):
        return [remark.search_key for remark in self.remarks]


class Remark(Searchable, Base):
    __tablename__ = "tests_remark"
    search_kind = "remark"
    is_work = True

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("tests_place.id"))
    text: Mapped[str]
    retracted: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship(back_populates="remarks")

    @classmethod
    def search_query(cls):
        return select(cls).options(joinedload(cls.place))

    def search_record(self):
        if self.retracted:
            return None
        if self.text == "unspeakable":
            raise ValueError("This row cannot say what it is.")
        return Record(
            id=self.search_key,
            kind="remark",
            title=self.place.name,
            text=self.text,
            url=f"/remarks/{self.id}",
            audience=frozenset({self.place.audience}),
        )


of_these_tests = {k: v for k, v in records.SEARCHABLE.items() if k not in registered}
for kind in of_these_tests:
    del records.SEARCHABLE[kind]


def record(key, text="", title="", *, audience="public", kind="remark", **fields):
    return Record(
        id=f"{kind}:{key}",
        kind=kind,
        title=title,
        text=text,
        url=fields.pop("url", f"/{kind}/{key}"),
        audience=frozenset({audience} if isinstance(audience, str) else audience),
        **fields,
    )


def stale(session):
    """What is noted once this transaction is committed."""
    session.commit()
    return sorted(set(session.scalars(select(StaleRecord.record_id))))


def settle(session):
    """Forget what waits."""
    session.query(StaleRecord).delete()
    session.commit()


def adopt(app):
    """What was put by hand counts as the state of this application's database, and as all of it."""
    epoch = epochs.new_epoch()
    with app.app_context(), writing():
        epochs.fill(db.session, epoch)
        epochs.filled(db.session)
        db.session.commit()
    with engine_of(app).writing() as index:
        index.epoch = epoch
