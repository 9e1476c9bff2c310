"""One site as its reader describes it, and how that joins what the corpus knows of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from newsspider.items import SiteProfile
from newsspider.sources.branches import beneath
from newsspider.text.hosts import ascii_host

ADAPTIVE = "adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A site, how it is crawled, and what a person says of its pages."""

    site: str
    """The site's host, as ``newsspider.text.hosts.site_host`` writes it."""

    starts: tuple[str, ...] = ()
    """Where a crawl begins; where none is named, at the site's home."""

    schedule: str = ADAPTIVE
    """As ``newsspider.sources.schedules`` reads it."""

    include: tuple[str, ...] = ()
    """Branches of the site, as ``newsspider.sources.branches`` writes them; none is all."""

    exclude: tuple[str, ...] = ()
    """Branches that are left out; they go before ``include``."""

    max_pages: int = 1000
    """Articles that one run fetches at most."""

    max_hubs: int = 200
    """Feeds, sitemaps and section pages that one run fetches at most."""

    delay: float | None = None
    """The least seconds between two requests; ``None`` leaves it to the project's settings."""

    since: date | None = None
    """No article that is known to be older is fetched or stored."""

    until: date | None = None
    """No article that is known to be newer is fetched or stored."""

    render: Literal["http", "browser"] = "http"
    """What fetches the pages."""

    timezone: str | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    """As ``SiteProfile.overrides``."""

    def __post_init__(self) -> None:
        if not self.starts:
            object.__setattr__(self, "starts", (home_of(self.site),))

    def covers(self, url: str) -> bool:
        """Whether the address lies in what is included and not in what is excluded."""
        if any(beneath(url, branch) for branch in self.exclude):
            return False
        return not self.include or any(beneath(url, branch) for branch in self.include)

    def profile(self, known: SiteProfile) -> SiteProfile:
        """What is known of the site, with what a person says of it in the first place."""
        return replace(
            known,
            timezone=self.timezone or known.timezone,
            date_order=self.date_order or known.date_order,
            overrides={**known.overrides, **self.overrides},
        )


class Sources:
    """The sources by site; a site's subdomains belong to it unless they are sources themselves."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._by_site = {ascii_host(source.site): source for source in sources}

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_site.values())

    def of(self, host: str) -> Source | None:
        """The source of the nearest site that the host belongs to."""
        host = ascii_host(host)
        while host:
            if host in self._by_site:
                return self._by_site[host]
            host = host.partition(".")[2]
        return None

    def profile(self, host: str, known: SiteProfile) -> SiteProfile:
        """As ``Source.profile``, of the source that the host belongs to."""
        source = self.of(host)
        return known if source is None else source.profile(known)


def home_of(site: str) -> str:
    """The address of a site's front page, as far as its host tells."""
    return f"https://{site}/"
