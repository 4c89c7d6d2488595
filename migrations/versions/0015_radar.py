"""What the radar compares with, and what was decided on what it found."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "radar_record",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_radar_record")),
    )
    op.create_index(op.f("ix_radar_record_is_shared"), "radar_record", ["is_shared"], unique=False)
    op.create_table(
        "radar_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_state")),
    )
    op.create_table(
        "radar_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("other_id", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_radar_decision_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_decision")),
    )
    op.create_index(
        op.f("ix_radar_decision_record_id_other_id"), "radar_decision", ["record_id", "other_id"]
    )
    op.create_index(op.f("ix_radar_decision_other_id"), "radar_decision", ["other_id"])
    op.create_index(op.f("ix_radar_decision_by_id"), "radar_decision", ["by_id"])
    op.create_table(
        "radar_unchecked",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_radar_unchecked")),
    )
    op.create_table(
        "radar_cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["person.id"], name=op.f("fk_radar_cluster_judged_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_cluster")),
    )
    op.create_index(op.f("ix_radar_cluster_judged_by_id"), "radar_cluster", ["judged_by_id"])
    op.create_index(op.f("ix_radar_cluster_judged_at"), "radar_cluster", ["judged_at"])
    op.create_table(
        "radar_cluster_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["radar_cluster.id"],
            name=op.f("fk_radar_cluster_member_cluster_id_radar_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_cluster_member")),
        sa.UniqueConstraint(
            "cluster_id", "record_id", name=op.f("uq_radar_cluster_member_cluster_id_record_id")
        ),
    )
    op.create_index(
        op.f("ix_radar_cluster_member_record_id"), "radar_cluster_member", ["record_id"]
    )
    # What was there before is looked at again, so that it has its shingles.
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'contribution:' || id, CURRENT_TIMESTAMP FROM contribution"
    )
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'initiative:' || id, CURRENT_TIMESTAMP FROM initiative"
    )
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'document:' || id, CURRENT_TIMESTAMP FROM document"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_radar_cluster_member_record_id"), table_name="radar_cluster_member")
    op.drop_table("radar_cluster_member")
    op.drop_index(op.f("ix_radar_cluster_judged_at"), table_name="radar_cluster")
    op.drop_index(op.f("ix_radar_cluster_judged_by_id"), table_name="radar_cluster")
    op.drop_table("radar_cluster")
    op.drop_table("radar_unchecked")
    op.drop_index(op.f("ix_radar_decision_by_id"), table_name="radar_decision")
    op.drop_index(op.f("ix_radar_decision_other_id"), table_name="radar_decision")
    op.drop_index(op.f("ix_radar_decision_record_id_other_id"), table_name="radar_decision")
    op.drop_table("radar_decision")
    op.drop_table("radar_state")
    op.drop_index(op.f("ix_radar_record_is_shared"), table_name="radar_record")
    op.drop_table("radar_record")
