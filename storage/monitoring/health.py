"""The health of sources: the measures of their runs, and the alarms that these raise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Float, cast, select
from sqlalchemy.orm import Session

from newsspider.health import sentences
from newsspider.health.alarms import SILENCE, Alarm, silence
from newsspider.health.bands import MeasuredRun
from newsspider.health.measures import FRESH
from newsspider.health.statuses import UNLEARNED, MeasureStatus, latest_statuses, run_statuses
from newsspider.health.volume import DAY, LEARNED, TESTED, VOLUME, RunNews, Volume, days, volume
from storage.crawl.runs import KILLED
from storage.models import AlarmRow, FrontierRow, PageRow, PageState, RunRow, SourceRow

LOADED = 100
"""The latest runs of a source that are read: many have nothing new to measure."""

LISTENED = 2_000
"""The latest runs of a source in which its longest silence is sought."""

VOLUME_SPAN = LEARNED + TESTED + 2 * DAY
"""The span before now whose runs are counted by day."""

_FRESH = cast(RunRow.measures[FRESH].as_string(), Float)
_UNLEARNED = cast(RunRow.measures[f"{UNLEARNED}.{VOLUME}"].as_string(), Float)


def check_run(session: Session, run_id: int, now: datetime) -> tuple[Alarm, ...]:
    """The alarms that the run raises; those that it ends are cleared.

    For a run that has its measures. One that visited nothing, or whose source is none or removed,
    raises none.
    """
    row = session.get_one(RunRow, run_id)
    if row.source_id is None or not row.measures.get("pages"):
        return ()
    if session.get(SourceRow, row.source_id, populate_existing=True) is None:
        return ()
    opened = {alarm.measure: alarm for alarm in _open(session, row.source_id)}
    earlier = [_run(earlier_run) for earlier_run in _history(session, row.source_id, before=run_id)]
    raised = []
    for state in run_statuses(_run(row), earlier, _raised_in(opened.values())):
        alarm = opened.get(state.measure)
        if state.is_out and alarm is None:
            raised.append(_raise(session, row, state.measure, sentences.raised(state, now), now))
            _unlearn(session, state.measure, [run.id for run in state.runs])
        elif alarm is not None and state.is_known and not state.is_out:
            alarm.cleared_at = now
            alarm.sentence = sentences.cleared(alarm.sentence, state, now)
    raised += _listen(session, row, opened.get(SILENCE), now)
    if SILENCE not in {alarm.measure for alarm in (*opened.values(), *raised)}:
        raised += _watch(session, row, opened.get(VOLUME), now)
    for measure, alarm in opened.items():
        if alarm.cleared_at is None and measure != SILENCE:
            _unlearn(session, measure, [run_id])
    session.flush()
    return tuple(_alarm(session, alarm) for alarm in raised)


def latest_states(session: Session, source_id: int) -> tuple[MeasureStatus, ...]:
    """The state of each measure of the source, since it was measured last."""
    runs = [_run(row) for row in _history(session, source_id, before=None)]
    statuses = latest_statuses(runs, _raised_in(_open(session, source_id)))
    volume = _volume_state(session, source_id, runs[0].started_at) if runs else None
    return (*statuses, *filter(None, [volume]))


def list_alarms(
    session: Session, *, source_id: int | None = None, cleared: bool = False
) -> list[Alarm]:
    """The open alarms, of all sources or of one, the latest first; also those that are over."""
    statement = select(AlarmRow).order_by(AlarmRow.raised_at.desc(), AlarmRow.id.desc())
    if not cleared:
        statement = statement.where(AlarmRow.cleared_at.is_(None))
    if source_id is not None:
        statement = statement.where(AlarmRow.source_id == source_id)
    return [_alarm(session, row) for row in session.scalars(statement)]


def accept_alarms(session: Session, source_id: int, now: datetime) -> list[Alarm]:
    """Clear the source's open alarms: how it is now is well, and learned from here on."""
    opened = _open(session, source_id)
    for row in opened:
        row.cleared_at, row.sentence = now, sentences.accepted(row.sentence, now)
        for run in _learned(session, row, now):
            is_new = row.run_id is not None and run.id >= row.run_id
            run.measures = _marked(run.measures, row.measure, unlearned=not is_new)
    session.flush()
    return [_alarm(session, row) for row in opened]


def was_rejected(session: Session, url: str) -> bool:
    """Whether an earlier visit to the page came to nothing, and none is known to be better.

    Lists are left out, and so are pages that gave an article and are not gone: that they fail
    says something each time.
    """
    listed = select(FrontierRow.page_id).where(
        FrontierRow.page_id == PageRow.id, FrontierRow.kind != "article"
    )
    never_good = (PageRow.article_id.is_(None)) | (PageRow.gone_at.is_not(None))
    statement = select(PageRow.id).where(
        PageRow.url == url, PageRow.state == PageState.REJECTED, never_good, ~listed.exists()
    )
    return session.scalar(statement) is not None


def _raised_in(opened: Iterable[AlarmRow]) -> dict[str, int | None]:
    return {alarm.measure: alarm.run_id for alarm in opened}


def _learned(session: Session, alarm: AlarmRow, now: datetime) -> Sequence[RunRow]:
    """The runs from which the band of the alarm's measure is learned."""
    if alarm.measure == VOLUME:
        return _runs_of_volume(session, alarm.source_id, now)
    return _history(session, alarm.source_id, before=None)


def _history(session: Session, source_id: int, before: int | None) -> Sequence[RunRow]:
    statement = select(RunRow).where(RunRow.source_id == source_id, RunRow.finished_at.is_not(None))
    if before is not None:
        statement = statement.where(RunRow.id < before)
    return session.scalars(statement.order_by(RunRow.id.desc()).limit(LOADED)).all()


def _listen(
    session: Session, row: RunRow, alarm: AlarmRow | None, now: datetime
) -> Iterable[AlarmRow]:
    if row.measures.get("new"):
        if alarm is not None:
            alarm.cleared_at = now
            alarm.sentence = f"{alarm.sentence}; {row.measures['new']} new at {now:%H:%M} UTC"
        return ()
    if alarm is not None:
        return ()
    statement = select(RunRow.started_at, RunRow.measures).where(RunRow.source_id == row.source_id)
    runs = session.execute(statement.order_by(RunRow.id.desc()).limit(LISTENED)).all()
    news = sorted(run.started_at for run in runs if run.measures.get("new"))
    sentence = silence(news, now)
    if sentence is None or _was_told(session, row, news[-1]):
        return ()
    return (_raise(session, row, SILENCE, sentence, now),)


def _watch(
    session: Session, row: RunRow, alarm: AlarmRow | None, now: datetime
) -> Iterable[AlarmRow]:
    """Check the whole days, once a day."""
    if row.source_id is None or not _is_first_of_day(session, row):
        return ()
    state = _volume_state(session, row.source_id, row.started_at)
    if state is None:
        return ()
    if alarm is not None:
        if state.is_well:
            alarm.cleared_at = now
            alarm.sentence = sentences.cleared(alarm.sentence, state, now)
        return ()
    if not state.is_out:
        return ()
    _unlearn(session, VOLUME, [run.id for run in _runs_since(session, row.source_id, state.since)])
    return (_raise(session, row, VOLUME, sentences.raised(state, now), now),)


def _was_told(session: Session, row: RunRow, latest: datetime) -> bool:
    """Whether this silence has had its alarm, which somebody accepted."""
    statement = select(AlarmRow.id).where(
        AlarmRow.source_id == row.source_id,
        AlarmRow.measure == SILENCE,
        AlarmRow.raised_at > latest,
    )
    return session.scalar(statement.limit(1)) is not None


def _raise(session: Session, run: RunRow, measure: str, sentence: str, now: datetime) -> AlarmRow:
    row = AlarmRow(
        source_id=run.source_id, run_id=run.id, measure=measure, sentence=sentence, raised_at=now
    )
    session.add(row)
    return row


def _unlearn(session: Session, measure: str, run_ids: Iterable[int]) -> None:
    for run in session.scalars(select(RunRow).where(RunRow.id.in_(run_ids))):
        run.measures = _marked(run.measures, measure, unlearned=True)


def _marked(measures: Mapping[str, float], measure: str, *, unlearned: bool) -> dict[str, float]:
    mark = f"{UNLEARNED}.{measure}"
    others = {name: value for name, value in measures.items() if name != mark}
    return {**others, mark: 1} if unlearned else others


def _open(session: Session, source_id: int) -> Sequence[AlarmRow]:
    statement = select(AlarmRow).where(
        AlarmRow.source_id == source_id, AlarmRow.cleared_at.is_(None)
    )
    return session.scalars(statement.order_by(AlarmRow.id)).all()


def _run(row: RunRow) -> MeasuredRun:
    return MeasuredRun(id=row.id, started_at=row.started_at, measures=row.measures)


def _alarm(session: Session, row: AlarmRow) -> Alarm:
    return Alarm(
        id=row.id,
        site=session.get_one(SourceRow, row.source_id).site,
        source_id=row.source_id,
        run_id=row.run_id,
        measure=row.measure,
        sentence=row.sentence,
        raised_at=row.raised_at,
        cleared_at=row.cleared_at,
    )


def _volume_state(session: Session, source_id: int, now: datetime) -> Volume | None:
    """The state of new articles a day up to yesterday; ``None`` while too little is known."""
    harvests = _run_news(session, source_id, now)
    if not harvests:
        return None
    return volume(days(harvests), harvests[-1].started_at.astimezone(UTC).date())


def _is_first_of_day(session: Session, run: RunRow) -> bool:
    """Whether no run of its source has counted on the same day, in UTC: a whole day is new."""
    midnight = run.started_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    others = select(RunRow.id).where(
        RunRow.source_id == run.source_id, RunRow.id != run.id, RunRow.started_at >= midnight
    )
    return session.scalar(others.where(_FRESH.is_not(None)).limit(1)) is None


def _runs_since(session: Session, source_id: int, moment: datetime) -> Sequence[RunRow]:
    """The runs of the source that began then or later."""
    statement = select(RunRow).where(RunRow.source_id == source_id, RunRow.started_at >= moment)
    return session.scalars(statement).all()


def _runs_of_volume(session: Session, source_id: int, now: datetime) -> Sequence[RunRow]:
    """The runs that tell what is usual."""
    return _runs_since(session, source_id, now - VOLUME_SPAN)


def _run_news(session: Session, source_id: int, now: datetime) -> list[RunNews]:
    """Of the runs that say what they found, and of those that were killed before they could."""
    statement = (
        select(RunRow.started_at, _FRESH, _UNLEARNED)
        .where(RunRow.source_id == source_id, RunRow.started_at >= now - VOLUME_SPAN)
        .where(_FRESH.is_not(None) | (RunRow.status == KILLED))
    )
    return [
        RunNews(started_at=started_at, fresh=fresh, is_learned=not mark)
        for started_at, fresh, mark in session.execute(statement.order_by(RunRow.started_at))
    ]
