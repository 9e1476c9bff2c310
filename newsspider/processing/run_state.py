"""The state of a run, as one value that its spider, its middlewares and its pipelines share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from newsspider.processing.frontier import SourceFrontier
from newsspider.processing.reading import Objection, accept


@dataclass(slots=True, kw_only=True)
class RunState:
    """One run, from before its first request until its report."""

    kind: str | None
    """As the database notes it: ``crawl``, ``ingest``, ``source``; ``None`` for a run that stores
    nothing."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    """The arguments that a person gave, ready for JSON."""

    source_id: int | None = None
    """The source that is crawled, if it is one."""

    holder: str = ""
    """The owner of the source's lock (``storage.crawl.process_lock``)."""

    sites: set[str] = field(default_factory=set)
    """The sites that the crawl stays on, by host and port; they may grow. Empty for all sites."""

    objection: Objection = accept
    """Why an article is not to be stored, by its date."""

    id: int | None = None
    """The run's number, once the database has noted that it begins."""

    frontier: SourceFrontier | None = None
    """The addresses of the source, from then on."""

    cut: Counter[str] = field(default_factory=Counter)
    """Addresses that were given up during the run, by why: they go into the run's counts."""

    held_off_until: datetime | None = None
    """Until when the site wants to be left alone, UTC."""

    has_ended: bool = False
    """Whether the run begins nothing more."""

    def hold_off(self, until: datetime) -> None:
        """End the run, for the site wants to be left alone until then."""
        self.has_ended = True
        self.held_off_until = max(until, self.held_off_until or until)


_states: WeakKeyDictionary[object, RunState] = WeakKeyDictionary()


def assign(crawler: object, state: RunState) -> None:
    """Have all parts of the crawler share the state."""
    _states[crawler] = state


def state_of(crawler: object) -> RunState | None:
    """The state of the crawler's run; ``None`` for a spider that is none of ours."""
    return _states.get(crawler)
