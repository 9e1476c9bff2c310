"""The profiles of sites, from the database and from a file of sources."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Engine

from newsspider.items import SiteProfile
from newsspider.sources import Sources, from_table
from storage.corpus import sites
from storage.crawl import sources as stored_sources
from storage.db.engine import connect, readers


class StoredProfiles:
    """The profiles of sites, by one connection that is made when it is first asked.

    A file of sources goes before the source that the database holds, and both before what was
    learned. ``database`` is an address, ``""`` for none, or an engine, which stays its owner's.
    """

    def __init__(self, database: str | Engine, sources: Sources | None = None) -> None:
        self.database = database
        self.sources = sources or Sources()
        self.engine = database if isinstance(database, Engine) else None
        self.connecting = Lock()

    def __call__(self, host: str) -> SiteProfile:
        """The site's profile; empty for a site that is new.

        Raises ``DatabaseError``, and errors of the database itself.
        """
        return self.sources.profile(host, self._stored(host))

    def close(self) -> None:
        """End the connection, where it is its own."""
        if self.engine is not None and self.engine is not self.database:
            self.engine.dispose()
            self.engine = None

    def _stored(self, host: str) -> SiteProfile:
        if not self.database:
            return SiteProfile()
        with readers(self._connected())() as session:
            learned = sites.load_profile(session, host)
            stored = stored_sources.find_source_of_host(session, host)
            return learned if stored is None else from_table(stored.settings).profile(learned)

    def _connected(self) -> Engine:
        with self.connecting:
            if self.engine is None:
                self.engine = connect(str(self.database))
            return self.engine
