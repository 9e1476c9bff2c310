"""When a source is crawled next: ``every 30m``, a line of cron, or ``adaptive``. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

ADAPTIVE = "adaptive"

EVERY = re.compile(
    r"every\s+(\d{1,6}\s*)?(s|m|h|d|w|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?)",
    re.IGNORECASE,
)
UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
FIELDS = 5
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
WEEKDAY_RANGE = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?")

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=366)
"""Of ``every``."""

OFTENEST, RAREST = timedelta(minutes=15), timedelta(days=1)
"""Of ``adaptive``, whatever the site's own rhythm."""

UNLEARNED = timedelta(hours=1)
"""Of ``adaptive``, until the site's rhythm is known."""

HORIZON = timedelta(days=366 * 9)
"""Further ahead no line of cron has its first day: 29 February comes within eight years."""

EXAMPLES = "'adaptive', 'every 30m' or a line of cron, like '0 6 * * mon-fri'"


def check(schedule: str) -> None:
    """Raise ``ValueError`` with a sentence for a text that is no schedule, or one too frequent."""
    text = schedule.strip()
    if text == ADAPTIVE:
        return
    if text.lower().startswith("every"):
        _period(text)
        return
    if _next(_triggers(text), datetime(2024, 1, 1, tzinfo=UTC), UTC) is None:
        raise ValueError(f"{text!r} names a day that never comes")


def next_due(
    schedule: str,
    last: datetime,
    now: datetime,
    *,
    learned: timedelta | None = None,
    timezone: str | None = None,
) -> datetime:
    """When the run after the one that began at ``last`` is due; never before ``now``.

    However many runs were missed, what is due is one. ``learned`` is how often the site publishes,
    for ``adaptive``; ``timezone`` is that of a line of cron (UTC where there is none). Raises
    ``ValueError`` as ``check`` does.
    """
    period = period_of(schedule, learned)
    if period is not None:
        return max(last + period, now)
    zone: tzinfo = ZoneInfo(timezone) if timezone else UTC
    following = _next(_triggers(schedule.strip()), last, zone)
    if following is None:
        raise ValueError(f"{schedule!r} names a day that never comes")
    return max(following, now)


def period_of(schedule: str, learned: timedelta | None = None) -> timedelta | None:
    """The time from one run to the next; ``None`` for a line of cron."""
    text = schedule.strip()
    if text == ADAPTIVE:
        return min(max(learned or UNLEARNED, OFTENEST), RAREST)
    return _period(text) if text.lower().startswith("every") else None


def _period(text: str) -> timedelta:
    match = EVERY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no schedule: write {EXAMPLES}")
    period = int(match[1] or 1) * UNITS[match[2][0].lower()]
    if period < SHORTEST:
        raise ValueError(f"{text!r} is too often: a site is crawled once a minute at most")
    if period > LONGEST:
        raise ValueError(f"{text!r} is too rare: a site is crawled once a year at least")
    return period


def _next(triggers: tuple[CronTrigger, ...], last: datetime, zone: tzinfo) -> datetime | None:
    times = [_next_of(trigger, last, zone) for trigger in triggers]
    return min(filter(None, times), default=None)


def _next_of(trigger: CronTrigger, last: datetime, zone: tzinfo) -> datetime | None:
    # By the clock on the wall: APScheduler counts from hour to hour, and where summer time begins
    # on the way it comes an hour late, past the midnight that it looked for.
    clock = last.astimezone(zone).replace(tzinfo=UTC, fold=0)
    trigger.end_date = clock + HORIZON
    while fires_at := trigger.get_next_fire_time(None, clock + timedelta(microseconds=1)):
        # Where summer time ends, an hour is there twice.
        for fold in (0, 1):
            moment: datetime = fires_at.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            if moment > last:
                return moment
        clock = fires_at
    return None


def _triggers(text: str) -> tuple[CronTrigger, ...]:
    """The line of cron; two triggers where it names days of the month and of the week.

    As in cron, either is enough then (crontab(5)); APScheduler would want both.
    """
    from apscheduler.triggers.cron import CronTrigger

    parts = text.lower().split()
    if len(parts) != FIELDS:
        raise ValueError(f"{text!r} is no schedule: write {EXAMPLES}")
    minute, hour, day, month, weekday = parts
    names: dict[str, Any] = {"minute": minute, "hour": hour, "month": month, "timezone": UTC}
    try:
        weekdays = _weekdays(weekday)
        if day.startswith("*") or weekday.startswith("*"):
            return (CronTrigger(day=day, day_of_week=weekdays, **names),)
        return CronTrigger(day=day, **names), CronTrigger(day_of_week=weekdays, **names)
    except ValueError as problem:
        reason = str(problem).rstrip(".")
        raise ValueError(f"{text!r} is no line of cron ({reason}): write {EXAMPLES}") from None


def _weekdays(field: str) -> str:
    """The days by name: cron counts from Sunday, and APScheduler from Monday."""
    if field == "*":
        return field
    named: list[str] = []
    for part in field.split(","):
        match = WEEKDAY_RANGE.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no day of the week")
        named += _weekday_range(*match.groups())
    return ",".join(dict.fromkeys(named))


def _weekday_range(first: str, last: str | None, step: str | None) -> list[str]:
    begin = 0 if first == "*" else _weekday(first)
    end = _weekday(last) if last else (6 if first == "*" or step else begin)
    if end < begin:
        end += 7
    if step is not None and int(step) == 0:
        raise ValueError("a step is 1 at least")
    return [WEEKDAYS[number % 7] for number in range(begin, end + 1, int(step or 1))]


def _weekday(text: str) -> int:
    if text in WEEKDAYS:
        return WEEKDAYS.index(text)
    if not text.isascii() or not text.isdigit() or int(text) > 7:
        raise ValueError(f"{text!r} is no day of the week")
    return int(text)
