"""Near-identical works are judged two by two, and no longer a whole cluster at once."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "radar_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=200), nullable=False),
        sa.Column("other_digest", sa.String(length=32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["person.id"], name=op.f("fk_radar_pair_judged_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_pair")),
    )
    op.create_index(op.f("ix_radar_pair_judged_by_id"), "radar_pair", ["judged_by_id"])
    op.create_index(op.f("ix_radar_pair_judged_at"), "radar_pair", ["judged_at"])
    # What was said of a cluster was said of each two in it. What waits is found again at night.
    op.execute(
        """
        INSERT INTO radar_pair (record_id, digest, other_id, other_digest, found_at,
                                verdict, reason, judged_by_id, judged_at)
        SELECT one.record_id, one.digest, other.record_id, other.digest, cluster.found_at,
               cluster.verdict, cluster.reason, cluster.judged_by_id, cluster.judged_at
        FROM radar_cluster AS cluster
        JOIN radar_cluster_member AS one ON one.cluster_id = cluster.id
        JOIN radar_cluster_member AS other
          ON other.cluster_id = cluster.id AND other.record_id > one.record_id
        WHERE cluster.judged_at IS NOT NULL
        """
    )
    op.drop_table("radar_cluster_member")
    op.drop_table("radar_cluster")


def downgrade() -> None:
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
    # A pair is a cluster of two.
    op.execute(
        """
        INSERT INTO radar_cluster (id, found_at, verdict, reason, judged_by_id, judged_at)
        SELECT id, found_at, verdict, reason, judged_by_id, judged_at
        FROM radar_pair WHERE judged_at IS NOT NULL
        """
    )
    op.execute(
        "INSERT INTO radar_cluster_member (cluster_id, record_id, digest) "
        "SELECT id, record_id, digest FROM radar_pair WHERE judged_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO radar_cluster_member (cluster_id, record_id, digest) "
        "SELECT id, other_id, other_digest FROM radar_pair WHERE judged_at IS NOT NULL"
    )
    op.drop_table("radar_pair")
