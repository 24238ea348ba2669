"""Tablets and what is taken along on them, the author's half of a letter, and whether words were generated."""

import sqlalchemy as sa
from alembic import op

revision = "0002_visits_without_signal"
down_revision = "0001_first_release"


def upgrade() -> None:
    # Columns are added in place: rebuilding a table in SQLite would drop its triggers.
    op.add_column("letter", sa.Column("own", sa.LargeBinary(), nullable=True))
    op.add_column("unlock", sa.Column("generated", sa.Boolean(), nullable=True))
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_contact", sa.BigInteger(), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("evicted_at", sa.BigInteger(), nullable=True),
        sa.Column("lost_at", sa.BigInteger(), nullable=True),
        sa.Column("lost_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind in ('ipad', 'android', 'other')", name="device_kind"),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_device_person"), "device", ["person"], unique=False)
    op.create_table(
        "pack",
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("compartments", sa.Text(), nullable=False),
        sa.Column("left_out", sa.String(24), nullable=False),
        sa.Column("sent", sa.String(length=64), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device"], ["device.id"]),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"]),
        sa.PrimaryKeyConstraint("device", "plan"),
    )


def downgrade() -> None:
    op.drop_table("pack")
    op.drop_index(op.f("ix_device_person"), table_name="device")
    op.drop_table("device")
    op.drop_column("unlock", "generated")
    op.drop_column("letter", "own")
