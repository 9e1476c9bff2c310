"""One site as its reader describes it, and how that joins what the corpus knows of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from newsspider.items import SiteProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A site, and what a person says of its pages."""

    site: str
    """The site's host, as ``newsspider.hosts.site_host`` writes it."""

    timezone: str | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    """As ``SiteProfile.overrides``."""


class Sources:
    """The sources by site; a site's subdomains belong to it unless they are sources themselves."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._by_site = {source.site: source for source in sources}

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_site.values())

    def of(self, host: str) -> Source | None:
        """The source of the nearest site that the host belongs to."""
        while host:
            if host in self._by_site:
                return self._by_site[host]
            host = host.partition(".")[2]
        return None

    def profile(self, host: str, known: SiteProfile) -> SiteProfile:
        """What is known of the site, with what a person says of it in the first place."""
        source = self.of(host)
        if source is None:
            return known
        return replace(
            known,
            timezone=source.timezone or known.timezone,
            date_order=source.date_order or known.date_order,
            overrides={**known.overrides, **source.overrides},
        )
