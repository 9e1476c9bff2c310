"""The sentence of an alarm for people: the field, since when, and how it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsspider.health.statuses import MeasureStatus
from newsspider.health.volume import VOLUME

SMALL = 0.005
"""Below it a share is written as none."""

ROUND = 10
"""From it articles are written as whole ones."""


def raised(state: MeasureStatus, now: datetime) -> str:
    """``authors empty since 14:00 UTC, was 97 %``."""
    if state.band is None:
        raise ValueError(f"{state.measure} has no band that it could leave")
    day = f"{state.since:%A %Y-%m-%d}"
    since = f"since {day if state.measure == VOLUME else _moment(state.since, now)}"
    return f"{_now(state)} {since}, was {shown(state.measure, state.band.usual)}"


def cleared(sentence: str, state: MeasureStatus, now: datetime) -> str:
    """The alarm's sentence with its end."""
    return f"{sentence}; {shown(state.measure, state.value)} again at {_moment(now, now)}"


def silent(latest: datetime, longest: timedelta, now: datetime) -> str:
    """``nothing new since 2026-11-10 14:00 UTC, was never longer than 2 days``."""
    hours = longest.total_seconds() / 3600
    return f"nothing new since {_moment(latest, now)}, was never longer than {_duration(hours)}"


def accepted(sentence: str, now: datetime) -> str:
    """The alarm's sentence, ended by a person who says that it is well so."""
    return f"{sentence}; accepted at {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def shown(measure: str, value: float) -> str:
    """The value as people read it."""
    if measure == "text_length":
        return f"{value:,.0f} characters"
    if measure == "date_age":
        return f"{_duration(abs(value))} ahead" if value < 0 else _duration(value)
    if measure == VOLUME:
        return f"{value:,.0f}" if value >= ROUND else f"{value:.1f}"
    return f"{value:.0%}".replace("%", " %")


def _now(state: MeasureStatus) -> str:
    group, _, name = state.measure.partition(".")
    value = shown(state.measure, state.value)
    if group == "rejected":
        return f"{value} of the pages rejected as {name}"
    if group == "answers":
        what = "gave no answer" if name == "none" else f"answered {name}"
        return f"{value} of the pages {what}"
    if group == "lists":
        return f"{value} of the feeds and lists named nothing"
    if group == "text_length":
        return f"text only {value} long" if _fell(state) else f"text {value} long"
    if group == VOLUME:
        return f"new articles: {value} a day"
    if group == "date_age":
        return f"new articles dated {value}" if state.value < 0 else f"new articles {value} old"
    return f"{group} empty" if state.value < SMALL else f"{group} in only {value} of the articles"


def _fell(state: MeasureStatus) -> bool:
    return state.band is not None and state.value < state.band.usual


def _moment(moment: datetime, now: datetime) -> str:
    shown_at, today = moment.astimezone(UTC), now.astimezone(UTC).date()
    form = "%H:%M UTC" if shown_at.date() == today else "%Y-%m-%d %H:%M UTC"
    return f"{shown_at:{form}}"


def _duration(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
