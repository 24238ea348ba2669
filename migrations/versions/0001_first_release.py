"""The first release's tables, and the triggers that keep audit rows as they were written."""

import sqlalchemy as sa
from alembic import op

from safeplan.audit.models import TRIGGERS_POSTGRES, TRIGGERS_SQLITE

revision = "0001_first_release"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recovery_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("agency_seq", sa.BigInteger(), nullable=False),
        sa.Column("agency_chain", sa.LargeBinary(length=32), nullable=False),
        sa.Column("plan_seq", sa.BigInteger(), nullable=True),
        sa.Column("plan_chain", sa.LargeBinary(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_agency_chain", "audit", ["agency", "agency_seq"], unique=True)
    op.create_index("audit_plan_chain", "audit", ["plan", "plan_seq"], unique=True)
    op.create_table(
        "audit_checkpoint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_throttle_until"), "throttle", ["until"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lead_agency", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("lead", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("review_due", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_agency"],
            ["agency.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_plan_lead_agency"), "plan", ["lead_agency"], unique=False)
    op.create_table(
        "team",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_team_agency"), "team", ["agency"], unique=False)
    op.create_table(
        "card",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan"),
    )
    op.create_table(
        "compartment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("tally", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_compartment_plan"), "compartment", ["plan"], unique=False)
    op.create_table(
        "desk",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rekey_due", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('managers', 'emergency')", name="desk_kind"),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_agency"), "desk", ["agency"], unique=False)
    op.create_table(
        "emergency_opening",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_emergency_opening_plan"), "emergency_opening", ["plan"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "tag"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signing_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role in ('practitioner', 'manager', 'administrator')", name="person_role"),
        sa.CheckConstraint("state in ('invited', 'active', 'ended')", name="person_state"),
        sa.CheckConstraint("email = lower(email)", name="person_email_lower"),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_index(op.f("ix_person_agency"), "person", ["agency"], unique=False)
    op.create_index(op.f("ix_person_team"), "person", ["team"], unique=False)
    op.create_table(
        "rule_state",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tips", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "rule"),
    )
    op.create_table(
        "share_decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_share_decision_plan"), "share_decision", ["plan"], unique=False)
    op.create_table(
        "desk_member",
        sa.Column("desk", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["desk"],
            ["desk.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("desk", "person"),
    )
    op.create_index(op.f("ix_desk_member_person"), "desk_member", ["person"], unique=False)
    op.create_table(
        "epoch",
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letterbox", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartment.id"],
        ),
        sa.PrimaryKeyConstraint("compartment", "number"),
    )
    op.create_table(
        "key_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(length=8), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("right", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("granted_by", sa.String(length=32), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("compartment", "epoch", "holder", "id"),
    )
    op.create_index("key_grant_holder", "key_grant", ["holder", "plan"], unique=False)
    op.create_index("key_grant_plan", "key_grant", ["plan"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_letter_plan"), "letter", ["plan"], unique=False)
    op.create_table(
        "recovery_half",
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("half", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("half in (1, 2)", name="recovery_half_number"),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("agency", "half", "person"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(length=32), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("desk", sa.String(length=32), nullable=True),
        sa.Column("device", sa.String(length=32), nullable=True),
        sa.Column("authored_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("unfiled_at", sa.BigInteger(), nullable=True),
        sa.Column("unfiled_by", sa.String(length=32), nullable=True),
        sa.Column("unfiled_reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("compartment", "seq"),
    )
    op.create_index("revision_entry", "revision", ["compartment", "entry"], unique=False)
    op.create_index("revision_plan", "revision", ["plan"], unique=False)
    op.create_table(
        "session",
        sa.Column("sid", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=True),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("child_plan", sa.String(length=32), nullable=True),
        sa.Column("child_compartments", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("scope in ('full', 'child')", name="session_scope"),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("sid"),
    )
    op.create_index(op.f("ix_session_person"), "session", ["person"], unique=False)
    op.create_table(
        "unlock",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("m_kib", sa.Integer(), nullable=False),
        sa.Column("t", sa.Integer(), nullable=False),
        sa.Column("p", sa.Integer(), nullable=False),
        sa.Column("pepper", sa.String(length=8), nullable=False),
        sa.Column("verifier", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_bundle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_unlock_person"), "unlock", ["person"], unique=False)
    op.create_table(
        "head",
        sa.Column("compartment", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.id"],
        ),
        sa.PrimaryKeyConstraint("compartment", "entry", "revision"),
    )
    # ### end Alembic commands ###
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in TRIGGERS_POSTGRES if postgres else TRIGGERS_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("audit_no_truncate", "audit_no_delete", "audit_no_update"):
            op.execute(f"DROP TRIGGER {name} ON audit")
    op.drop_table("head")
    op.drop_index(op.f("ix_unlock_person"), table_name="unlock")
    op.drop_table("unlock")
    op.drop_index(op.f("ix_session_person"), table_name="session")
    op.drop_table("session")
    op.drop_index("revision_plan", table_name="revision")
    op.drop_index("revision_entry", table_name="revision")
    op.drop_table("revision")
    op.drop_table("recovery_half")
    op.drop_index(op.f("ix_letter_plan"), table_name="letter")
    op.drop_table("letter")
    op.drop_index("key_grant_plan", table_name="key_grant")
    op.drop_index("key_grant_holder", table_name="key_grant")
    op.drop_table("key_grant")
    op.drop_table("epoch")
    op.drop_index(op.f("ix_desk_member_person"), table_name="desk_member")
    op.drop_table("desk_member")
    op.drop_index(op.f("ix_share_decision_plan"), table_name="share_decision")
    op.drop_table("share_decision")
    op.drop_table("rule_state")
    op.drop_index(op.f("ix_person_team"), table_name="person")
    op.drop_index(op.f("ix_person_agency"), table_name="person")
    op.drop_table("person")
    op.drop_table("exclusion")
    op.drop_index(op.f("ix_emergency_opening_plan"), table_name="emergency_opening")
    op.drop_table("emergency_opening")
    op.drop_index(op.f("ix_desk_agency"), table_name="desk")
    op.drop_table("desk")
    op.drop_index(op.f("ix_compartment_plan"), table_name="compartment")
    op.drop_table("compartment")
    op.drop_table("card")
    op.drop_index(op.f("ix_team_agency"), table_name="team")
    op.drop_table("team")
    op.drop_index(op.f("ix_plan_lead_agency"), table_name="plan")
    op.drop_table("plan")
    op.drop_index(op.f("ix_throttle_until"), table_name="throttle")
    op.drop_table("throttle")
    op.drop_table("audit_checkpoint")
    op.drop_index("audit_plan_chain", table_name="audit")
    op.drop_index("audit_agency_chain", table_name="audit")
    op.drop_table("audit")
    op.drop_table("agency")
    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_stands()")
