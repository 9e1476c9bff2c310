"""A site as a person describes it, and how that joins the profile that the corpus has of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Literal

from newsspider.items import SiteProfile
from newsspider.sources import checks
from newsspider.sources.branches import beneath
from newsspider.sources.schedules import ADAPTIVE
from newsspider.text.hosts import ascii_host


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOption:
    """The option that gives a field on the command line; an empty text puts its default back."""

    flag: str
    metavar: str
    help: str
    number: type[int] | type[float] | None = None
    """For a field that is a number."""

    is_for_new: bool = True
    """Whether a source can be added with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceField:
    """The rules by which a field of ``Source`` is read from its table, given and shown."""

    check: Callable[[object], Any]
    """Gives the field's value, or raises ``ValueError`` with a sentence (``checks``)."""

    option: SourceOption | None = None
    label: str = ""
    """Its name where a source is shown; ``""`` for a field that is shown in words of its own."""

    in_extract: bool = False
    """Whether it stands under ``[source.extract]``."""


def _described(
    check: Callable[[object], Any],
    option: SourceOption | None = None,
    *,
    label: str = "",
    in_extract: bool = False,
) -> dict[str, SourceField]:
    """The metadata of a field of ``Source`` that a person can say."""
    return {
        "field": SourceField(check=check, option=option, label=label, in_extract=in_extract),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A site, with the rules of its crawl and of its extraction.

    Its fields are declared here alone: tables, files, command-line options and what is shown of a
    source follow them.
    """

    site: str
    """The site's host, as ``newsspider.text.hosts.site_host`` writes it."""

    starts: tuple[str, ...] = field(
        default=(),
        metadata=_described(
            checks.addresses,
            SourceOption(
                flag="--start",
                metavar="URL",
                help="Where a crawl begins, instead of before; may be repeated, '' is the home.",
                is_for_new=False,  # what is added starts at the addresses that it is added by
            ),
        ),
    )
    """Where a crawl begins; where none is named, at the site's home."""

    schedule: str = field(
        default=ADAPTIVE,
        metadata=_described(
            checks.schedule,
            SourceOption(
                flag="--schedule",
                metavar="WHEN",
                help="adaptive (as often as it publishes), 'every 30m',"
                " or a line of cron: '0 6 * * *'.",
            ),
        ),
    )
    """As ``newsspider.sources.schedules`` reads it."""

    include: tuple[str, ...] = field(
        default=(),
        metadata=_described(
            checks.branches,
            SourceOption(
                flag="--include",
                metavar="PATH|URL",
                help="Only what lies beneath this path or section page;"
                " may be repeated, '' clears.",
            ),
            label="only",
        ),
    )
    """Branches of the site, as ``newsspider.sources.branches`` writes them; none is all."""

    exclude: tuple[str, ...] = field(
        default=(),
        metadata=_described(
            checks.branches,
            SourceOption(
                flag="--exclude",
                metavar="PATH|URL",
                help="Nothing that lies beneath it; may be repeated, '' clears.",
            ),
            label="not",
        ),
    )
    """Branches that are left out; they go before ``include``."""

    max_pages: int = field(
        default=1000,
        metadata=_described(
            checks.count,
            SourceOption(
                flag="--max-pages",
                metavar="NUMBER",
                help="Fetch so many articles a run at most; '' is the default.",
                number=int,
            ),
        ),
    )
    """Articles that one run fetches at most."""

    max_hubs: int = field(default=200, metadata=_described(checks.count))
    """Feeds, sitemaps and section pages that one run fetches at most."""

    delay: float | None = field(
        default=None,
        metadata=_described(
            checks.delay,
            SourceOption(
                flag="--delay",
                metavar="SECONDS",
                help="Between two requests; robots.txt may ask more. '' is the default.",
                number=float,
            ),
        ),
    )
    """The least seconds between two requests; ``None`` leaves it to the project's settings."""

    since: date | None = field(
        default=None,
        metadata=_described(
            checks.day,
            SourceOption(
                flag="--since",
                metavar="DAY",
                help="Fetch no article from before, and read archive pages back to it; '' clears.",
            ),
            label="since",
        ),
    )
    """No article that is known to be older is fetched or stored."""

    until: date | None = field(
        default=None,
        metadata=_described(
            checks.day,
            SourceOption(
                flag="--until", metavar="DAY", help="Fetch no article from after it; '' clears."
            ),
            label="until",
        ),
    )
    """No article that is known to be newer is fetched or stored."""

    render: Literal["http", "browser"] = field(
        default="http",
        metadata=_described(
            checks.render,
            SourceOption(flag="--render", metavar="http|browser", help="What fetches the pages."),
        ),
    )
    """The program that fetches the pages."""

    timezone: str | None = field(
        default=None, metadata=_described(checks.timezone, in_extract=True)
    )
    date_order: Literal["dmy", "mdy"] | None = field(
        default=None, metadata=_described(checks.date_order, in_extract=True)
    )
    overrides: Mapping[str, str] = field(default_factory=dict)
    """As ``SiteProfile.overrides``."""

    def __post_init__(self) -> None:
        if not self.starts:
            object.__setattr__(self, "starts", (home_of(self.site),))

    def covers(self, url: str) -> bool:
        """Whether the address lies in an included branch and in no excluded one."""
        if any(beneath(url, branch) for branch in self.exclude):
            return False
        return not self.include or any(beneath(url, branch) for branch in self.include)

    def profile(self, known: SiteProfile) -> SiteProfile:
        """The site's profile; fields that a person gave go before those that were learned."""
        return replace(
            known,
            timezone=self.timezone or known.timezone,
            date_order=self.date_order or known.date_order,
            overrides={**known.overrides, **self.overrides},
        )


SOURCE_FIELDS: Mapping[str, SourceField] = {
    entry.name: entry.metadata["field"] for entry in fields(Source) if "field" in entry.metadata
}
"""The fields of a source that a person can give, beside its site and its overrides."""


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
