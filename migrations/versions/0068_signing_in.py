"""Browsers in which people are signed in, last days, authenticator apps, recovery codes, passkeys, accounts at a provider."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"


def owned(*columns: Any, table: str, indexed: bool = True) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f(f"fk_{table}_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    if indexed:
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def upgrade() -> None:
    owned(
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("network", sa.String(length=60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_signed_in_browser_person_id_number")
        ),
        table="signed_in_browser",
        indexed=False,
    )
    op.create_index(op.f("ix_signed_in_browser_seen_at"), "signed_in_browser", ["seen_at"])
    owned(
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", name=op.f("uq_authenticator_app_person_id")),
        table="authenticator_app",
        indexed=False,
    )
    owned(
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        table="recovery_code",
    )
    owned(
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("key_id", name=op.f("uq_passkey_key_id")),
        table="passkey",
    )
    owned(
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_account_issuer_subject")),
        table="provider_account",
    )
    op.add_column(
        "person",
        sa.Column("has_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for table in ("person", "membership", "office", "invitation"):
        op.add_column(table, sa.Column("last_day", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in ("invitation", "office", "membership", "person"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("last_day")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("has_second_factor")
    for table in (
        "provider_account",
        "passkey",
        "recovery_code",
        "authenticator_app",
        "signed_in_browser",
    ):
        op.drop_table(table)
