"""The addresses of an index page that a source takes, and those that it leaves out, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from newsspider.discovery.addresses import is_further_page, page_number_of
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.patterns import pattern_of, trap_of
from newsspider.discovery.periods import Period, period_of
from newsspider.items import FrontierEntry, Lease
from newsspider.sources import Source
from newsspider.sources.branches import beneath
from newsspider.spiders.date_window import DateWindow
from newsspider.spiders.scope import Scope
from newsspider.text.hosts import site_host
from newsspider.text.urls import canonical_url

BACKLOG = timedelta(days=30)
"""Articles that are known to be older are not fetched, unless the source has a first day."""

DEEPEST = 6
"""Index pages are followed so many steps from a start address."""

FURTHER = "further"

MOST_REFUSED = 100_000


class LinkSelection:
    """The rules by which a source takes addresses that its index pages name."""

    def __init__(self, source: Source, now: datetime) -> None:
        self.source = source
        self.scope = Scope(source.starts)
        self.refused: dict[str, str] = {}
        """Why articles with a date are left out, by address: another page may name them undated."""

        self.known: frozenset[str] = frozenset()
        """Patterns of its stored articles' addresses: another such address is an article's."""

        self.window = DateWindow(source.since, source.until, now=now, backlog=BACKLOG)

    def entries(
        self, leads: Iterable[Lead], index: Lease, cut: Counter[str]
    ) -> Iterator[FrontierEntry]:
        """The addresses for the frontier; ``cut`` counts those that are left out, by why."""
        leads = tuple(leads)
        following = _following(leads, index.url)
        for lead in leads:
            if not self.scope.admits(lead) or not self._covers(lead, index):
                continue
            url = canonical_url(lead.url)
            period = period_of(url) if lead.kind is LeadKind.ARCHIVE else None
            if period is not None and not self.window.runs(period):
                if self.window.admits_archive(url):
                    yield _archive(url, period, index)
                else:
                    cut["archive pages of other days"] += 1
                continue
            why = self._left_out(url, lead, index)
            if why is not None:
                cut[why] += 1
                continue
            pattern = pattern_of(url)
            kind: str = lead.kind
            if kind in (LeadKind.SECTION, LeadKind.ARCHIVE):
                kind = LeadKind.SECTION
                kind = FURTHER if is_further_page(url) else kind
                kind = LeadKind.ARTICLE if pattern in self.known else kind
            yield FrontierEntry(
                url=url,
                kind=kind,
                pattern=pattern,
                hints=lead.hints,
                depth=index.depth + 1,
                is_next=kind == FURTHER and page_number_of(url) == following,
                newest=_end(period_of(index.url)) if index.kind == LeadKind.ARCHIVE else None,
            )

    def fits(self, lease: Lease) -> bool:
        """Whether the source still takes an address that is in its frontier."""
        if lease.depth == 0:
            return True
        excluded = any(beneath(lease.url, branch) for branch in self.source.exclude)
        is_article = lease.kind == LeadKind.ARTICLE
        is_new = lease.digest is None
        stale = self.window.refuse(lease.url, lease.hints) or lease.url in self.refused
        if is_article and is_new and stale:
            return False
        return site_host(lease.url) in self.scope.sites and not excluded

    def _covers(self, lead: Lead, index: Lease) -> bool:
        """Whether a person included it: an article on a section's own page is of the section."""
        if lead.kind in (LeadKind.FEED, LeadKind.SITEMAP) or self.source.covers(lead.url):
            return True
        in_section = bool(self.source.include) and index.kind in (LeadKind.SECTION, FURTHER)
        excluded = any(beneath(lead.url, branch) for branch in self.source.exclude)
        return in_section and not excluded and self.source.covers(index.url)

    def _left_out(self, url: str, lead: Lead, index: Lease) -> str | None:
        trap = trap_of(url)
        if trap is not None:
            return trap
        if lead.kind is not LeadKind.ARTICLE and index.depth >= DEEPEST:
            return "many steps from the start"
        if lead.kind is not LeadKind.ARTICLE:
            return None
        why = self.window.refuse(url, lead.hints) or self.refused.get(url)
        if why is not None and len(self.refused) < MOST_REFUSED:
            self.refused[url] = why
        return why


def _following(leads: Iterable[Lead], url: str) -> int | None:
    """The number of the page behind this one, of those that it names."""
    paged = (lead.url for lead in leads if is_further_page(lead.url))
    numbers = {number for other in paged if (number := page_number_of(other)) is not None}
    own = page_number_of(url)
    # A pager counts from the second page, or from the entries of the first one.
    return min((number for number in numbers if number > (1 if own is None else own)), default=None)


def _archive(url: str, period: Period, index: Lease) -> FrontierEntry:
    # The dates bound them: the page of a month leads to that of the month before, and so on.
    newest, depth = _end(period), max(index.depth, 1)
    # One pattern for all of them: their budget is that of the source.
    return FrontierEntry(
        url=url, kind=LeadKind.ARCHIVE, pattern="{date}", newest=newest, depth=depth
    )


def _end(period: Period | None) -> datetime | None:
    """Its last moment: no article of its index page is newer."""
    return datetime.combine(period.last, time.max, UTC) if period is not None else None
