"""Secrets of links to shared copies, which stood beside their cases; the links go on working by their digests."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Delete them, from the file as well: SQLite leaves in it what it deletes, unless told otherwise."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").close()
    connection.execute(sa.text("DELETE FROM attachments WHERE name = 'share'"))


def downgrade() -> None:
    """Leave all as it is: what was deleted cannot be had again, and nothing needs it."""
