"""The delegations that support a document of others, once each."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.contributions.announcements import tell_members
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.database import Base, db
from wgcop.errors import Refused


class PaperSupport(Base):
    """The support of a delegation for a document. `revision` is the number of the wording that it
    supports.
    """

    __tablename__ = "contribution_support"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id"), primary_key=True, index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    delegation: Mapped[Delegation] = relationship(lazy="joined", innerjoin=True)


def supports_of(contribution: Contribution) -> Sequence[PaperSupport]:
    """Return the supports of a document, oldest first."""
    return db.session.scalars(
        select(PaperSupport)
        .where(PaperSupport.contribution_id == contribution.id)
        .options(joinedload(PaperSupport.delegation))
        .order_by(PaperSupport.at, PaperSupport.delegation_id)
    ).all()


def support(
    contribution: Contribution, delegation: Delegation, *, revision: int, by: Person
) -> None:
    """Support a document. `revision` is the number of the wording that the page showed; if there is
    a newer one, it must be read first.
    """
    lock(contribution)  # so that no revision is issued between this check and the commit
    if revision != contribution.current.number:
        raise Refused(_("There is a newer wording. Read it before you support it."))
    support = db.session.get(PaperSupport, (contribution.id, delegation.id))
    if support is not None and support.revision == revision:
        return
    if support is None:
        support = PaperSupport(contribution_id=contribution.id, delegation=delegation)
        db.session.add(support)
    support.person_id, support.revision, support.at = by.id, revision, clock.now()
    tell_members(contribution, "contribution.supported", by=by)


def withdraw_support(contribution: Contribution, delegation: Delegation, *, by: Person) -> None:
    lock(contribution)
    given = db.session.get(PaperSupport, (contribution.id, delegation.id))
    if given is not None:
        db.session.delete(given)
        tell_members(contribution, "contribution.support-withdrawn", by=by)
