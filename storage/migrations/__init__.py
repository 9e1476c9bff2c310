"""Alembic's migrations: the only way the schema comes to be."""
