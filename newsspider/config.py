"""All settings in one place: name, default, unit and reason of each, and where a value comes from.

A value is what the command line says, else the environment (``NEWSSPIDER_<NAME>``), else the file
(``newsspider.toml``, or what ``NEWSSPIDER_CONFIG`` names), else the default.
``newsspider.settings`` hands them to Scrapy; ``docs/configuration.md`` is made from this list.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsspider.errors import UsageError

PREFIX = "NEWSSPIDER_"

CONFIG = f"{PREFIX}CONFIG"
"""The variable that names another file than ``FILE``."""

FILE = Path("newsspider.toml")
"""The file of settings, in the working directory; it need not be there."""


UNBOUNDED = 10**12
"""More than any setting needs, and still a number that can be counted to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting that a person may change."""

    name: str
    """As Scrapy's settings and the environment write it: ``DATABASE_URL``."""

    default: str | int | float
    """Its type is the setting's type."""

    help: str
    """The sentence that explains it, with the reason for its default."""

    unit: str = ""
    least: float = 0
    most: float = UNBOUNDED

    option: str = ""
    """The command-line option that overrules it."""

    shown_default: str = ""
    """For people, where the value differs from machine to machine."""

    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """Its variable in the environment."""
        return PREFIX + self.name

    @property
    def key(self) -> str:
        """Its key in the file."""
        return self.name.lower()


GROUPS: Mapping[str, tuple[Setting, ...]] = {
    "Where things are kept": (
        Setting(
            name="DATABASE_URL",
            default="sqlite:///newsspider.db",
            option="--database",
            help="Where all is stored, as SQLAlchemy writes it: SQLite or PostgreSQL.",
        ),
        Setting(
            name="ARCHIVE",
            default="newsspider-archive",
            option="--archive",
            help="The folder that keeps every answer as it came (WARC); empty for none.",
        ),
        Setting(
            name="ARCHIVE_FILE_SIZE",
            default=10**9,
            unit="bytes",
            least=1,
            help="A file of the archive is closed at this size: more is unwieldy to copy.",
        ),
        Setting(
            name="SOURCES",
            default="",
            shown_default="`sources.toml` where there is one",
            option="--sources",
            help="The file that holds what you say of the sites.",
        ),
    ),
    "Manners": (
        Setting(
            name="CONTACT",
            default="",
            help="Whom a site may write to, an address of mail or of a page: it stands in the"
            " User-Agent.",
        ),
        Setting(
            name="DOWNLOAD_DELAY",
            default=1.0,
            unit="seconds",
            option="--delay",
            help="Between two requests to a host; its Crawl-delay, where longer, comes first.",
        ),
        Setting(
            name="PACE_LONGEST",
            default=60,
            unit="seconds",
            help="The longest that slow answers, 429 and 503 make the delay grow.",
        ),
        Setting(
            name="CONCURRENT_REQUESTS_PER_DOMAIN",
            default=2,
            least=1,
            help="Requests to a host at a time.",
        ),
        Setting(
            name="ROBOTS_LONGEST_DELAY",
            default=60,
            unit="seconds",
            help="A Crawl-delay is kept up to this.",
        ),
        Setting(
            name="ROBOTS_MEMORY",
            default=24 * 60 * 60,
            unit="seconds",
            most=24 * 60 * 60,
            help="How long a robots.txt stands: a day is the longest that RFC 9309 lets it.",
        ),
        Setting(
            name="ROBOTS_FAILURE_MEMORY",
            default=300,
            unit="seconds",
            help="How long a site is shut whose robots.txt failed (RFC 9309).",
        ),
    ),
    "How much a crawl fetches": (
        Setting(
            name="MAX_PAGES",
            default=1000,
            least=1,
            option="--max-pages",
            help="Articles that one crawl fetches at most.",
        ),
        Setting(
            name="MAX_HUBS",
            default=200,
            least=1,
            help="Index pages that one crawl fetches at most: they lead to articles.",
        ),
        Setting(
            name="DEPTH_LIMIT",
            default=10,
            unit="steps",
            least=1,
            help="The longest way from a start address: no article is further.",
        ),
        Setting(
            name="CONCURRENT_REQUESTS",
            default=16,
            least=1,
            help="Pages under way in a crawl, from their request until they are stored.",
        ),
        Setting(
            name="SOURCE_CONCURRENT_REQUESTS",
            default=4,
            least=1,
            help="The same in the run of a source, which asks few hosts and may be killed at any"
            " time: the next run fetches again what was under way.",
        ),
        Setting(
            name="REVISITS",
            default="1, 6, 24, 168",
            unit="hours",
            help="From one visit of an article to the next, from 0.25 to 720: unchanged it goes on"
            " to the next wait, changed it goes back by one. Most corrections come within a day,"
            " hardly any after a week.",
        ),
    ),
    "Limits against a hostile web": (
        Setting(
            name="DOWNLOAD_TIMEOUT",
            default=30,
            unit="seconds",
            least=1,
            help="Until an answer is given up.",
        ),
        Setting(
            name="REDIRECT_MAX_TIMES",
            default=5,
            help="Redirects that are followed from one address.",
        ),
        Setting(
            name="MEMUSAGE_LIMIT_MB",
            default=2048,
            unit="MB",
            help="A crawl whose process takes more memory is ended; 0 for no limit.",
        ),
    ),
    "Reading pages": (
        Setting(
            name="EXTRACT_WORKERS",
            default=os.cpu_count() or 1,
            shown_default="as many as the machine has cores",
            least=1,
            help="Processes that read pages: reading one takes all of a core.",
        ),
        Setting(
            name="EXTRACT_TIMEOUT",
            default=20,
            unit="seconds",
            least=1,
            help="A page that takes longer is given up, and its process killed.",
        ),
        Setting(
            name="EXTRACT_MEMORY_MB",
            default=2048,
            unit="MB",
            least=256,
            help="A page that takes more memory is given up, and its process killed.",
        ),
        Setting(
            name="EXTRACT_TASKS_A_WORKER",
            default=500,
            unit="pages",
            least=1,
            help="After so many a process is replaced, because the parsers leak.",
        ),
    ),
    "A browser": (
        Setting(
            name="BROWSER",
            default="",
            shown_default="a Chromium of the machine",
            help="The program that shows pages with `--browser`.",
        ),
        Setting(
            name="BROWSER_TIMEOUT",
            default=60,
            unit="seconds",
            least=1,
            help="Until a page is given up.",
        ),
        Setting(
            name="BROWSER_PAGES",
            default=2,
            unit="pages",
            least=1,
            help="Shown at a time, each with cookies of its own that end with it.",
        ),
    ),
    "Alarms, metrics and logs": (
        Setting(
            name="ALARM_WEBHOOK",
            default="",
            help="A web address that each new alarm is posted to, as JSON.",
        ),
        Setting(
            name="ALARM_COMMAND",
            default="",
            help="A command that gets each new alarm on its standard input, as JSON; no shell.",
        ),
        Setting(
            name="METRICS_FILE",
            default="",
            help="A file that is replaced at the end of each run, for the textfile collector of"
            " Prometheus' node exporter; its name ends in `.prom`.",
        ),
        Setting(
            name="LOG_FORMAT",
            default="text",
            option="--log-format",
            choices=("text", "json"),
            help="Log lines for people, or as JSON with the ids of run and source.",
        ),
    ),
}
"""All settings, in the order in which the documentation lists them."""

SETTINGS: Mapping[str, Setting] = {
    setting.name: setting for settings in GROUPS.values() for setting in settings
}

FOREIGN: Mapping[str, str] = {
    "VISUAL": "The editor of `newsspider sources edit`, else `EDITOR`, else vi.",
    "EDITOR": "See `VISUAL`.",
    "MLTERM": "Set by mlterm, which orders right-to-left lines by itself.",
}
"""Variables of other programs that newsspider reads as they do."""


def value(name: str) -> Any:
    """The setting as the environment says, where the file is laid below it; else its default.

    Raises ``UsageError`` where the value does not fit.
    """
    setting = SETTINGS[name]
    text = os.environ.get(setting.variable)
    if text is None or (not text and not isinstance(setting.default, str)):
        return setting.default
    return _parsed(setting, text.strip(), f"The environment variable {setting.variable}")


def lay_file_below_environment() -> None:
    """Put the file's settings into the environment where it says nothing of them.

    So processes that are started see the same. Raises ``UsageError`` for a file that cannot be
    read, or that says something unknown or unfit.
    """
    for setting, text in _read_file(_file()):
        os.environ.setdefault(setting.variable, text)


def _file() -> Path | None:
    if path := os.environ.get(CONFIG):
        return Path(path)
    return FILE if FILE.is_file() else None


def _read_file(path: Path | None) -> Iterator[tuple[Setting, str]]:
    if path is None:
        return
    import tomllib

    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"The settings in {path} cannot be read: {reason}.") from None
    by_key = {setting.key: setting for setting in SETTINGS.values()}
    for key, entry in table.items():
        if key not in by_key:
            raise UsageError(f"{path} has no setting {key}: docs/configuration.md lists them.")
        if isinstance(entry, bool) or not isinstance(entry, str | int | float):
            raise UsageError(f"{key} in {path} must be a text or a number.")
        _parsed(by_key[key], str(entry), f"{key} in {path}")
        yield by_key[key], str(entry)


def _parsed(setting: Setting, text: str, place: str) -> str | int | float:
    """The text as a value of the setting's type; raises ``UsageError``, which names ``place``."""
    if isinstance(setting.default, str):
        if setting.choices and text not in setting.choices:
            raise UsageError(f"{place} must be {' or '.join(setting.choices)}, not {text!r}.")
        return text
    kind = int if isinstance(setting.default, int) else float
    try:
        number = kind(text)
    except ValueError:
        number = float("nan")
    if not setting.least <= number <= setting.most:
        raise UsageError(f"{place} must be {_range(setting)}, not {text!r}.")
    return number


def _range(setting: Setting) -> str:
    kind = "a whole number" if isinstance(setting.default, int) else "a number"
    most = "" if setting.most == UNBOUNDED else f" and at most {setting.most:g}"
    return f"{kind}{setting.unit and f' of {setting.unit}'}, at least {setting.least:g}{most}"
