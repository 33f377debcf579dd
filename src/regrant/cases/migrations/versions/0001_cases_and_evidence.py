"""Cases and their evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("prior", sa.Text, nullable=False),
        sa.Column("ending", sa.String(16), nullable=False),
    )
    op.create_table(
        "evidence",
        sa.Column("case_id", sa.String(12), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("finding", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32)),
        sa.Column("proof", sa.Text),
        sa.Column("taken_back", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Remove both tables."""
    op.drop_table("evidence")
    op.drop_table("cases")
