"""Log lines as JSON, with the run that the process is busy with."""

import json
import logging

import pytest

from newsspider.monitoring.json_logs import json_formatter
from newsspider.monitoring.run_context import enter_run, leave_run


@pytest.fixture
def written():
    """The objects that a logger of some library writes."""
    lines: list[dict[str, object]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(json_formatter())
    logger = logging.getLogger("some.library")
    logger.addHandler(handler)
    leave_run()
    yield lines
    logger.removeHandler(handler)
    leave_run()


def test_a_line_names_its_run_and_source(written):
    logger = logging.getLogger("some.library")
    logger.warning("%s rises", "فيضان")
    enter_run(12, 3)
    logger.warning("in a run")
    enter_run(13, None)
    logger.warning("in another")
    leave_run()
    logger.warning("in none")
    assert written[0]["event"] == "فيضان rises"
    assert (written[0]["logger"], written[0]["level"]) == ("some.library", "warning")
    ids = [(line.get("run_id"), line.get("source_id")) for line in written]
    assert ids == [(None, None), (12, 3), (13, None), (None, None)]


def test_an_error_has_its_traceback(written):
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        logging.getLogger("some.library").exception("it broke")
    assert "ZeroDivisionError" in str(written[0]["exception"])
