"""When a page is visited again: pure, from its history, in whole seconds.

Articles are corrected in their first hours, and hardly ever after a week; lists and feeds are read
as often as they bring something new.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt

from newsspider.config import SETTINGS
from newsspider.errors import UsageError

HOUR, DAY = 3_600, 86_400

OLD = 30 * DAY
"""An article that is older when it is first fetched is not visited again."""

SHORTEST, FIRST, LONGEST = 15 * 60, HOUR, DAY
"""Seconds: bounds of the wait between two visits of an index page; the wait after its first one."""

ARCHIVE_LONGEST = 7 * DAY
"""Seconds between two visits of a section or sitemap that brings nothing any more."""

RETRY, LONGEST_RETRY = 10 * 60, DAY
"""After a visit that failed, and at most: each time it doubles."""

MOST_FAILURES = 6
"""In a row: then an article is given up."""

MOST_LOST = 6
"""Runs in a row that were killed while they had an address: then it is put off."""

FITTING = 30 * 60
"""Seconds: an index page that brings an article in this time is read as often."""

MEMORY = 4
"""Articles that weigh as much as the knowledge from before."""

BARREN = 12
"""Visits in a row that brought nothing, from which on the wait grows faster."""


def read_steps(hours: Sequence[object]) -> tuple[int, ...]:
    """The steps of articles in seconds, from hours as the setting ``REVISITS`` gives them.

    Raises ``UsageError``.
    """
    try:
        steps = tuple(round(float(str(hour)) * HOUR) for hour in hours)
    except (ValueError, OverflowError):
        steps = ()
    fit = all(SHORTEST <= step <= OLD for step in steps)
    if not steps or not fit or any(later <= earlier for earlier, later in pairwise(steps)):
        setting = ", ".join(str(hour).strip() for hour in hours) or "empty"
        raise UsageError(
            f"REVISITS is {setting}: write hours from {SHORTEST / HOUR} to {OLD // HOUR},"
            " the shortest first, like 1, 6, 24, 168."
        )
    return steps


ARTICLE_STEPS = read_steps(str(SETTINGS["REVISITS"].default).split(","))
"""Seconds from one visit of an article to the next, the shortest first, by default."""


def after_article(
    age: timedelta, waited: int, *, changed: bool, steps: Sequence[int] = ARTICLE_STEPS
) -> int | None:
    """Seconds until an article is fetched again, ``None`` for never.

    ``waited`` is the wait that ends now, 0 at the first visit. Unchanged stretches it by a step,
    changed cuts it by one.
    """
    if waited <= 0:
        if age.total_seconds() > OLD:
            return None
        return next((step for step in steps if step >= age.total_seconds()), steps[-1])
    if changed:
        return next((step for step in reversed(steps) if step < waited), steps[0])
    return next((step for step in steps if step > waited), None)


def after_list(waited: int, news: int, unchanged: int, *, longest: int = LONGEST) -> int:
    """Seconds until an index page is read again.

    ``waited`` seconds brought ``news`` new articles; ``unchanged`` visits before brought none.
    ``longest`` is for an index page that brings nothing.

    The wait is the geometric mean of ``FITTING`` and the time in which the page brings an article,
    as it was learned: for a fixed number of requests the articles of all index pages are then found
    soonest (the square root rule of web crawling: Cho and Garcia-Molina, 2003, for rare changes).
    """
    if waited <= 0:
        return FIRST
    if not news and unchanged >= BARREN:
        return int(min(waited * 1.5, longest))
    apart = waited**2 / FITTING
    apart = (MEMORY * apart + waited) / (MEMORY + news)
    return int(min(max(sqrt(apart * FITTING), SHORTEST), LONGEST))


def after_failure(failures: int) -> int:
    """Seconds until another try; ``failures`` in a row, this one counted."""
    doubled: int = RETRY << min(max(failures - 1, 0), 20)
    return min(doubled, LONGEST_RETRY)


def after_loss(lost: int) -> int | None:
    """Seconds until an address is tried again that so many killed runs had, in a row.

    0 for at once; ``None`` for one that is given up, if it is an article.
    """
    if lost < MOST_LOST:
        return 0
    failures = lost - MOST_LOST + 1
    return after_failure(failures) if failures < MOST_FAILURES else None


def next_run(earliest: datetime | None, now: datetime) -> datetime:
    """When a source whose next visit is due at ``earliest`` is crawled again, within bounds."""
    soonest, latest = now + timedelta(seconds=SHORTEST), now + timedelta(seconds=LONGEST)
    return latest if earliest is None else min(max(earliest, soonest), latest)
