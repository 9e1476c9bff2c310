"""Transactions are done again where the database is busy or away.

Another transaction was in the way (a lock, a deadlock, a serialisation failure), or the connection
was lost. Either way nothing of the transaction stands, or all of it does: what is stored is the
same when it is stored twice, so the whole of it is done again.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from storage.db.engine import BUSY_SECONDS, sessions

logger = logging.getLogger(__name__)

T = TypeVar("T")

AWAY_SECONDS = 300
"""Seconds for which a server that went away is waited for: a restart, a failover."""

IN_THE_WAY = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATE: serialization_failure, deadlock_detected, lock_not_available."""

AWAY = frozenset({"57P01", "57P02", "57P03", "53300"})
"""SQLSTATE: admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections."""


class Trouble(Enum):
    """Why a transaction failed, where another try may do."""

    IN_THE_WAY = auto()
    """Another transaction was."""

    AWAY = auto()
    """The server is, or the way to it."""


PATIENCE = {Trouble.IN_THE_WAY: BUSY_SECONDS, Trouble.AWAY: AWAY_SECONDS}
"""Seconds from a first failure until no other try is made."""

DELAYS = {Trouble.IN_THE_WAY: (0.05, 1.0), Trouble.AWAY: (0.5, 10.0)}
"""Seconds before the second try, and at most before any other: each time it doubles."""


class Patience:
    """Does transactions again for as long as that may help, until ``hurry`` is called."""

    def __init__(self) -> None:
        self.hurried = threading.Event()

    def transact(self, engine: Engine, work: Callable[[Session], T]) -> T:
        """Do the work in a transaction, and return its result once that is committed.

        ``work`` may be called several times: it changes nothing but the database.
        """

        def transaction() -> T:
            with sessions(engine).begin() as session:
                return work(session)

        return self.through(transaction)

    def through(self, attempt: Callable[[], T]) -> T:
        """Make the attempt until it succeeds; raise its error where that does not change."""
        first_failure, tries = None, 0
        while True:
            try:
                done = attempt()
            except DBAPIError as error:
                first_failure = first_failure or time.monotonic()
                cause = trouble(error)
                if cause is None or self._is_over(cause, first_failure):
                    raise
                self._wait(cause, tries, error)
                tries += 1
            else:
                if tries:
                    logger.info("The database took it after all (tries: %d).", tries + 1)
                return done

    def hurry(self) -> None:
        """Wait no longer for anything, now and from now on; any thread may call it."""
        self.hurried.set()

    def _is_over(self, cause: Trouble, first_failure: float) -> bool:
        return self.hurried.is_set() or time.monotonic() - first_failure > PATIENCE[cause]

    def _wait(self, cause: Trouble, tries: int, error: DBAPIError) -> None:
        if cause is Trouble.AWAY:
            reason = str(error.orig).strip().split("\n", 1)[0]
            logger.warning("The database went away (%s): it is waited for.", reason)
        shortest, longest = DELAYS[cause]
        # Random, so that two that were in each other's way are not so again.
        share = random.uniform(0.5, 1)  # noqa: S311 - nothing is secret about it
        self.hurried.wait(share * min(longest, shortest * 2 ** min(tries, 10)))


def trouble(error: DBAPIError) -> Trouble | None:
    """Why the transaction failed; ``None`` where trying again changes nothing."""
    state = getattr(error.orig, "sqlstate", "")
    if state in IN_THE_WAY or "database is locked" in str(error.orig):
        return Trouble.IN_THE_WAY
    # PostgreSQL's driver has no SQLSTATE for a connection that cannot be made; class 08 are
    # connections that broke.
    cannot_connect = state is None and isinstance(error, OperationalError)
    lost = error.connection_invalidated or cannot_connect or str(state).startswith("08")
    return Trouble.AWAY if lost or state in AWAY else None


def is_of_what_is_stored(error: DBAPIError) -> bool:
    """Whether the database refuses a value itself, so that others can still be stored."""
    # SQLSTATE classes: data exception, program limit exceeded (a key too long for an index, say).
    return str(getattr(error.orig, "sqlstate", None))[:2] in ("22", "54")
