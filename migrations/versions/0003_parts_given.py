"""Which parts each holder was given and a snapshot of each compartment, both sealed; revisions that are awaited."""

import sqlalchemy as sa
from alembic import op

from safeplan.schema import CannotUpgrade

revision = "0003_parts_given"
down_revision = "0002_visits_without_signal"


def upgrade() -> None:
    # Only holders of keys can say what was given, and a plan that is let off saying it could be robbed of the saying.
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM plan")):
        raise CannotUpgrade(
            "This folder holds plans of a trial release, which this release cannot check. "
            "Name another folder in SAFEPLAN_DATA, or take this one away, and start again."
        )
    op.add_column("compartment", sa.Column("snapshot", sa.LargeBinary(), nullable=True))
    op.create_table(
        "awaited",
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("compartment", "revision", "entry"),
    )
    op.create_table(
        "parts_given",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"]),
        sa.PrimaryKeyConstraint("plan", "holder"),
    )


def downgrade() -> None:
    op.drop_table("awaited")
    op.drop_table("parts_given")
    op.drop_column("compartment", "snapshot")
