"""Which of a list's addresses a source wants, and which it leaves out, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.patterns import pattern_of, trap_of
from newsspider.discovery.shapes import day_of, turns_page
from newsspider.hosts import site_host
from newsspider.items import Found, Hints, Waiting
from newsspider.sources import Source
from newsspider.sources.branches import beneath
from newsspider.spiders.scope import Scope
from newsspider.urls import canonical_url

BACKLOG = timedelta(days=30)
"""Articles that are known to be older are not fetched, unless the source says since when."""

DEEPEST = 6
"""Lists are followed so many steps from a start address."""

FURTHER = "further"
OLDER = "older than since, or 30 days"


class Choice:
    """What a source wants of what its pages name."""

    def __init__(self, source: Source, now: datetime) -> None:
        self.source = source
        self.scope = Scope(source.starts)
        self.known: frozenset[str] = frozenset()
        """What the addresses of its stored articles look like: another such one is an article."""

        since = source.since
        self.since = (
            datetime(since.year, since.month, since.day, tzinfo=UTC) if since else now - BACKLOG
        )

    def found(self, leads: Iterable[Lead], hub: Waiting, cut: Counter[str]) -> Iterator[Found]:
        """The addresses for the frontier; ``cut`` counts those that are left out, by why."""
        for lead in leads:
            if not self.scope.admits(lead) or not self._covers(lead, hub):
                continue
            url = canonical_url(lead.url)
            why = self._left_out(url, lead, hub)
            if why is not None:
                cut[why] += 1
                continue
            pattern = pattern_of(url)
            kind: str = lead.kind
            if kind == LeadKind.SECTION:
                kind = FURTHER if turns_page(url) else kind
                kind = LeadKind.ARTICLE if pattern in self.known else kind
            yield Found(url=url, kind=kind, pattern=pattern, hints=lead.hints, depth=hub.depth + 1)

    def fits(self, waiting: Waiting) -> bool:
        """Whether the source still wants an address that it took in before."""
        if waiting.depth == 0:
            return True
        excluded = any(beneath(waiting.url, branch) for branch in self.source.exclude)
        is_article = waiting.kind == LeadKind.ARTICLE
        is_new = waiting.digest is None
        stale = is_article and is_new and self._is_older(waiting.url, waiting.hints)
        return site_host(waiting.url) in self.scope.sites and not excluded and not stale

    def _covers(self, lead: Lead, hub: Waiting) -> bool:
        """Whether a person wants it: an article on a section's own page is of the section."""
        if lead.kind in (LeadKind.FEED, LeadKind.SITEMAP) or self.source.covers(lead.url):
            return True
        wanted = bool(self.source.include) and hub.kind in (LeadKind.SECTION, FURTHER)
        excluded = any(beneath(lead.url, branch) for branch in self.source.exclude)
        return wanted and not excluded and self.source.covers(hub.url)

    def _left_out(self, url: str, lead: Lead, hub: Waiting) -> str | None:
        trap = trap_of(url)
        if trap is not None:
            return trap
        if lead.kind is not LeadKind.ARTICLE and hub.depth >= DEEPEST:
            return "many steps from the start"
        return OLDER if self._is_older(url, lead.hints) else None

    def _is_older(self, url: str, hints: Hints) -> bool:
        published, day = hints.published_at, day_of(url)
        told = published.instant if published else None
        if told is None and day is not None:
            told = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
        return told is not None and told < self.since
