"""Groups below others: their kind, mandate, members, and the agenda items on which they were set up."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    with op.batch_alter_table("working_group") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="working-group")
        )
        table.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("question_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("mandate", sa.Text(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("open_to_all", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(
            op.f("fk_working_group_parent_id_working_group"),
            "working_group",
            ["parent_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_working_group_question_id_body"), "body", ["question_id"], ["id"]
        )
    for column in ("parent_id", "question_id"):
        op.create_index(op.f(f"ix_working_group_{column}"), "working_group", [column])
    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(delegation_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_group_member_one")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_group_member_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_group_member_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_group_member_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "group_id", "delegation_id", name=op.f("uq_group_member_group_id_delegation_id")
        ),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_group_member_group_id_person_id")
        ),
    )
    for column in ("delegation_id", "person_id"):
        op.create_index(op.f(f"ix_group_member_{column}"), "group_member", [column])
    op.create_table(
        "agenda_group",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_agenda_group_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_group_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_agenda_group")),
    )
    op.create_index(op.f("ix_agenda_group_item_id"), "agenda_group", ["item_id"])


def downgrade() -> None:
    op.drop_table("agenda_group")
    op.drop_table("group_member")
    for column in ("question_id", "parent_id"):
        op.drop_index(op.f(f"ix_working_group_{column}"), "working_group")
    with op.batch_alter_table("working_group") as table:
        table.drop_constraint(op.f("fk_working_group_question_id_body"), type_="foreignkey")
        table.drop_constraint(op.f("fk_working_group_parent_id_working_group"), type_="foreignkey")
        for column in (
            "version",
            "closed_at",
            "open_to_all",
            "mandate",
            "question_id",
            "parent_id",
            "kind",
        ):
            table.drop_column(column)
