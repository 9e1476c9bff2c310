"""Reports of a run that ends: the alarms that it raised, and the metrics of now."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy.orm import Session

from newsspider.health.alarms import Alarm
from newsspider.monitoring.alerts import Alerts
from storage.monitoring import health, metrics

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Alarms and figures, as the transaction that ended the run found them."""

    alarms: tuple[Alarm, ...] = ()
    figures: metrics.Figures | None = None
    """``None`` where there is no file for them."""


class Reporter:
    """Gathers alarms and figures in the run's last transaction, and sends them after that."""

    def __init__(self, alerts: Alerts | None = None, metrics_file: str = "") -> None:
        self.alerts = alerts or Alerts()
        self.metrics_file = metrics_file

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build it with the listeners that the settings name."""
        alerts = Alerts(webhook=settings["ALARM_WEBHOOK"], command=settings["ALARM_COMMAND"])
        return cls(alerts, settings["METRICS_FILE"])

    def report(self, session: Session, run_id: int, now: datetime) -> Report:
        """The alarms that the run raises, and the figures; for a run that has its measures."""
        alarms = health.check_run(session, run_id, now)
        figures = metrics.read_figures(session) if self.metrics_file else None
        return Report(alarms=alarms, figures=figures)

    def send(self, report: Report) -> None:
        """Send the report; a failure is a warning in the log. Blocks for some seconds at most."""
        for alarm in report.alarms:
            logger.warning("alarm of %s: %s", alarm.site, alarm.sentence)
        self.alerts.send(report.alarms)
        if report.figures is not None:
            self._write(report.figures)

    def _write(self, figures: metrics.Figures) -> None:
        from newsspider.monitoring.prometheus import write

        try:
            write(figures, Path(self.metrics_file))
        except OSError as problem:
            logger.warning("The metrics file could not be written: %s", problem)
