"""Owners of cases, links that show a copy, ticked steps, accounts and their logins."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the owner, and make the tables beside the cases."""
    op.add_column("cases", sa.Column("owner", sa.String(80)))
    op.create_index("ix_cases_owner", "cases", ["owner"])
    op.create_table(
        "shares",
        sa.Column("digest", sa.String(64), primary_key=True),
        _case_id(nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_index("ix_shares_case_id", "shares", ["case_id"])
    op.create_table(
        "steps_done",
        _case_id(primary_key=True),
        sa.Column("fix", sa.String(80), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False, unique=True),
        sa.Column("password", sa.Text),
        sa.Column("issuer", sa.String(255)),
        sa.Column("subject", sa.String(255)),
        sa.Column("created", sa.String(32), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )
    account = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    op.create_table(
        "logins",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(16), account, nullable=False),
        sa.Column("expires", sa.String(32), nullable=False),
    )
    op.create_index("ix_logins_account_id", "logins", ["account_id"])
    op.create_table(
        "attempts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"])
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove all of it; owners and links are lost."""
    for table in ("settings", "attempts", "logins", "accounts", "steps_done", "shares"):
        op.drop_table(table)
    op.drop_index("ix_cases_owner", "cases")
    op.drop_column("cases", "owner")


def _case_id(**options: bool) -> sa.Column[str]:
    return sa.Column("case_id", sa.String(12), sa.ForeignKey("cases.id", ondelete="CASCADE"), **options)  # type: ignore[arg-type]
