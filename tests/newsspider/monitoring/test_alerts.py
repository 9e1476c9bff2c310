"""Alarms told to a real web server and a real command; what fails costs a warning."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from newsspider.health.alarms import Alarm
from newsspider.monitoring.alerts import Alerts

ALARM = Alarm(
    id=3,
    site="herald.example",
    source_id=1,
    run_id=12,
    measure="authors",
    sentence="authors empty since 14:00 UTC, was 97 %",
    raised_at=datetime(2024, 11, 5, 14, 3, tzinfo=UTC),
)
TOLD = {
    "id": 3,
    "site": "herald.example",
    "source_id": 1,
    "run_id": 12,
    "measure": "authors",
    "sentence": "authors empty since 14:00 UTC, was 97 %",
    "raised_at": "2024-11-05T14:03:00+00:00",
    "cleared_at": None,
}


class Listener:
    """A web address that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.status = 204
        self.server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/json; charset=utf-8"
                listener.told.append(json.loads(body))
                self.send_response(listener.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Tests print nothing."""

        return Handler


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_each_alarm_is_posted_as_json(listener, caplog):
    Alerts(webhook=listener.url).send([ALARM, ALARM])
    assert listener.told == [TOLD, TOLD]
    assert caplog.text == ""


def test_a_command_gets_each_alarm_on_its_standard_input(tmp_path):
    heard = tmp_path / "heard.json"
    Alerts(command=f"sh -c 'cat >{heard}'").send([ALARM])
    assert json.loads(heard.read_bytes()) == TOLD


@pytest.mark.parametrize("webhook", ["http://127.0.0.1:9/", "file:///etc/passwd", "nonsense"])
def test_a_webhook_that_cannot_be_told_is_a_warning(webhook, caplog):
    Alerts(webhook=webhook).send([ALARM])
    assert "The alarm webhook could not be told" in caplog.text


def test_a_webhook_that_fails_is_a_warning(listener, caplog):
    listener.status = 500
    Alerts(webhook=listener.url).send([ALARM])
    assert "500" in caplog.text


@pytest.mark.parametrize("command", ["no-such-command", "false", "sh -c 'unclosed"])
def test_a_command_that_fails_is_a_warning(command, caplog):
    Alerts(command=command).send([ALARM])
    assert "The alarm command failed" in caplog.text
