"""The base of all tables: names of constraints, and column types that behave alike everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from storage.text import storable


class Utc(TypeDecorator[datetime]):
    """An aware moment: goes in as UTC and comes back as UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody knows which instant it is."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no zone, so it names no instant")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone; what was stored there is UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Clean(TypeDecorator[str]):
    """Text without the characters that PostgreSQL refuses, in rows and in questions alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """See ``storage.text``."""
        return None if value is None else storable(value)


class CleanJson(TypeDecorator[Any]):
    """JSON whose texts have no characters that PostgreSQL refuses."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """See ``storage.text``."""
        return storable(value)


class Base(DeclarativeBase):
    """The parent of all tables."""

    # Named constraints can be changed by a later migration, also on SQLite.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        str: Clean,
        datetime: Utc,
        date: Date,
        list[Any]: CleanJson,
        dict[str, Any]: CleanJson,
    }
