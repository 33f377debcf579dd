"""Alembic's entry: it works on the connection handed to it, inside that connection's transaction."""

from alembic import context

from regrant.cases.database import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
