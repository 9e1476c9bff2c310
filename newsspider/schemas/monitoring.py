"""The JSON of the corpus in numbers, of alarms, and of the measures behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from newsspider.schemas.crawl import RunSchema
from newsspider.schemas.jsonable import ON_REQUEST, same_fields

if TYPE_CHECKING:
    from newsspider.health.alarms import Alarm
    from newsspider.health.statuses import MeasureStatus
    from storage.monitoring.stats import Stats


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSchema:
    """A measure of a source that left its band."""

    id: int
    site: str
    source_id: int
    run_id: int | None
    """The run that showed it; ``null`` where whole days did."""

    measure: str
    sentence: str
    """The alarm in words, for people."""

    raised_at: datetime
    cleared_at: datetime | None
    """``null`` while it is open."""

    @classmethod
    def of(cls, alarm: Alarm) -> Self:
        """That of an alarm."""
        return same_fields(cls, alarm)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSchema:
    """A measure of a source after its latest run, with its band."""

    site: str
    measure: str
    value: float
    """In the latest run, or in the latest few where each had few pages; four decimals."""

    pages: float
    """The number of pages that the value is of."""

    runs: tuple[int, ...]
    """The ids of the runs that the value is of, the latest first."""

    usual: float | None
    """``null`` while too little is known of the source."""

    low: float | None
    """The lowest value that is as usual; ``null`` where there is no such limit."""

    high: float | None
    """The highest, likewise."""

    out: bool
    """Whether something is wrong."""

    @classmethod
    def of(cls, site: str, state: MeasureStatus) -> Self:
        """That of a source's measure."""
        band = state.band
        return cls(
            site=site,
            measure=state.measure,
            value=round(state.value, 4),
            pages=state.count,
            runs=tuple(run.id for run in state.runs),
            usual=_rounded(band.usual if band else None),
            low=_rounded(band.low if band else None),
            high=_rounded(band.high if band else None),
            out=state.is_out,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSchema:
    """The alarms of the sources, and their measures on request."""

    alarms: tuple[AlarmSchema, ...]
    measures: tuple[MeasureSchema, ...] | None = field(default=None, metadata=ON_REQUEST)
    """Every measure of each source; only with ``--all``."""

    @classmethod
    def of(cls, alarms: Sequence[Alarm], states: Mapping[str, Sequence[MeasureStatus]]) -> Self:
        """That of the alarms, and of the measures by site where there are sites."""
        measures = (
            MeasureSchema.of(site, state) for site, measured in states.items() for state in measured
        )
        return cls(
            alarms=tuple(map(AlarmSchema.of, alarms)),
            measures=tuple(measures) if states else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCount:
    """Articles of one site."""

    site: str
    """Its host."""

    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCount:
    """Articles of one section."""

    section: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageCount:
    """Articles in one language."""

    language: str | None
    """BCP 47 primary subtag; ``null`` counts articles whose language is not known."""

    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Articles of one day."""

    day: date | None
    """``null`` counts articles whose day is not known."""

    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedCount:
    """Pages that gave no article for one reason."""

    reason: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsSchema:
    """The corpus in numbers; each list has the most first, days the latest first."""

    articles: int
    pages: int
    """Addresses that were visited."""

    by_site: tuple[SiteCount, ...]
    by_section: tuple[SectionCount, ...]
    by_language: tuple[LanguageCount, ...]
    by_day: tuple[DayCount, ...]
    rejected: tuple[RejectedCount, ...]
    runs: tuple[RunSchema, ...]
    """The latest first."""

    @classmethod
    def of(cls, stats: Stats) -> Self:
        """That of the corpus as it was counted."""
        return cls(
            articles=stats.articles,
            pages=stats.pages,
            by_site=tuple(SiteCount(site=k, articles=n) for k, n in stats.by_site.items()),
            by_section=tuple(
                SectionCount(section=k, articles=n) for k, n in stats.by_section.items()
            ),
            by_language=tuple(
                LanguageCount(language=k, articles=n) for k, n in stats.by_language.items()
            ),
            by_day=tuple(DayCount(day=k, articles=n) for k, n in stats.by_day.items()),
            rejected=tuple(RejectedCount(reason=k, pages=n) for k, n in stats.rejected.items()),
            runs=tuple(map(RunSchema.of, stats.runs)),
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
