"""Log lines for machines: one JSON object each, with the run and its source."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.monitoring.run_context import current

if TYPE_CHECKING:
    from structlog.typing import EventDict


def json_formatter() -> logging.Formatter:
    """Formats any library's lines: ``event``, ``level``, ``logger``, ``timestamp``, ``run_id`` …

    In ASCII, so that nothing of what the web says can steer a terminal or end a line.
    """
    from structlog import processors, stdlib

    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            stdlib.add_logger_name,
            stdlib.add_log_level,
            _add_time,
            _add_run,
        ],
        processors=[
            stdlib.ProcessorFormatter.remove_processors_meta,
            processors.format_exc_info,
            processors.JSONRenderer(),
        ],
    )


def _add_time(logger: logging.Logger, method: str, line: EventDict) -> EventDict:
    # Of the record, not of the moment in which it is written.
    moment = datetime.fromtimestamp(line["_record"].created, UTC)
    return {**line, "timestamp": moment.isoformat(timespec="milliseconds")}


def _add_run(logger: logging.Logger, method: str, line: EventDict) -> EventDict:
    return {**line, **current()}
