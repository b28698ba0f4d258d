"""Run by Alembic: the migrations go over the connection that `data.store.migrate` holds the write lock on."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
