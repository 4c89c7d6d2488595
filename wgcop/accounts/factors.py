"""The tables of sign-in methods other than a password: authenticator apps, recovery codes,
passkeys, and accounts at a provider.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base


class AuthenticatorApp(Base):
    """An authenticator app. `secret` is sealed with a key that is not in the database; `last_step`
    is the step of the last code used.
    """

    __tablename__ = "authenticator_app"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(String(300))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class RecoveryCode(Base):
    """A recovery code, which works once in place of a second factor. Only a keyed hash is stored."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A passkey. `key_id` and `public_key` are as the browser gave them; `doubted_at` is when its
    count of uses went backwards.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    key_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]
    doubted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class UsedChallenge(Base):
    """The digest of a challenge that a passkey has answered, kept until the challenge is too old
    for any answer.

    The cookie holds the challenge itself, and a copy of the cookie still holds it after the answer.
    """

    __tablename__ = "used_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class ProviderAccount(Base):
    """The account of a person at an OpenID Connect provider, which names it by `subject`.

    `had_factor` says whether their last sign-in there counts as a second factor here.
    """

    __tablename__ = "provider_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    had_factor: Mapped[bool] = mapped_column(default=False, server_default=false())

    person: Mapped[Person] = relationship()
