"""Send each new alarm once, to a web address and to a command."""

from __future__ import annotations

import json
import logging
import shlex
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from newsspider import __version__
from newsspider.health.alarms import Alarm
from newsspider.schemas.jsonable import jsonable
from newsspider.schemas.monitoring import AlarmSchema

logger = logging.getLogger(__name__)

SECONDS = 10
"""Time that sending an alarm may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """The web address and the command that alarms are sent to; ``""`` is none."""

    webhook: str = ""
    command: str = ""

    def send(self, alarms: Iterable[Alarm]) -> None:
        """Send each alarm as one JSON object; a failure is a warning in the log, never an error.

        The web address gets it by POST, the command on its standard input.
        """
        for alarm in alarms:
            body = json.dumps(jsonable(AlarmSchema.of(alarm)), ensure_ascii=False).encode()
            if self.webhook:
                self._post(body)
            if self.command:
                self._run(body)

    def _post(self, body: bytes) -> None:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"newsspider/{__version__}",
        }
        try:
            if urlsplit(self.webhook).scheme not in ("http", "https"):
                raise ValueError("it is no web address")  # noqa: TRY301 - one warning for all
            request = Request(self.webhook, data=body, headers=headers)  # noqa: S310 - see above
            with urlopen(request, timeout=SECONDS):  # noqa: S310
                pass
        except (OSError, ValueError, HTTPException) as problem:
            logger.warning("The alarm webhook could not be told: %s", problem)

    def _run(self, body: bytes) -> None:
        try:
            words = shlex.split(self.command)
            subprocess.run(words, input=body, timeout=SECONDS, check=True)  # noqa: S603 - a setting
        except (OSError, ValueError, IndexError, subprocess.SubprocessError) as problem:
            logger.warning("The alarm command failed: %s", problem)
