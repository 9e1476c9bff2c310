"""Settings: where a value comes from, what does not fit, and that the list names all there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsspider import config, settings
from newsspider.crawling import process
from newsspider.errors import UsageError

ROOT = Path(__file__).parents[2]
PACKAGES = ("newsspider", "pipelines", "storage")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without settings, in an environment without any."""
    monkeypatch.chdir(tmp_path)
    for name in {**os.environ}:
        if name.startswith(config.PREFIX):
            monkeypatch.delenv(name)
    for setting in config.SETTINGS.values():  # what the file adds goes after the test
        monkeypatch.setenv(setting.variable, "")
        monkeypatch.delenv(setting.variable)
    return tmp_path


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsspider", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.value("MAX_PAGES") == 1000
    (folder / "newsspider.toml").write_text("max_pages = 7\ndownload_delay = 2\n")
    config.lay_file_below_environment()
    assert (config.value("MAX_PAGES"), config.value("DOWNLOAD_DELAY")) == (7, 2.0)
    monkeypatch.setenv("NEWSSPIDER_MAX_PAGES", "8")
    config.lay_file_below_environment()
    assert config.value("MAX_PAGES") == 8


@pytest.mark.slow
def test_the_command_line_comes_before_all(folder: Path) -> None:
    (folder / "own.toml").write_text('database_url = "sqlite:///file.db"\n')
    named = {"NEWSSPIDER_CONFIG": "own.toml"}
    assert "no database file.db" in run("stats", folder=folder, **named).stderr
    both = {**named, "NEWSSPIDER_DATABASE_URL": "sqlite:///environment.db"}
    assert "no database environment.db" in run("stats", folder=folder, **both).stderr
    words = ("stats", "--database", "sqlite:///line.db")
    assert "no database line.db" in run(*words, folder=folder, **both).stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("max_page = 7", "newsspider.toml has no setting max_page"),
        ("max_pages = 0", "max_pages in newsspider.toml must be a whole number, at least 1, not"),
        ("max_pages = 1.5", "must be a whole number"),
        ("max_pages = true", "must be a text or a number"),
        ("download_delay = nan", "must be a number of seconds, at least 0"),
        ("robots_memory = 100_000", "of seconds, at least 0 and at most 86400, not '100000'"),
        ('log_format = "xml"', "must be text or json, not 'xml'"),
        ("max_pages", "newsspider.toml cannot be read"),
        ("\xff", "newsspider.toml cannot be read"),
    ],
)
def test_a_file_that_does_not_fit_is_said(folder: Path, text: str, sentence: str) -> None:
    (folder / "newsspider.toml").write_text(text, "latin-1")
    with pytest.raises(UsageError, match=re.escape(sentence)):
        config.lay_file_below_environment()


@pytest.mark.slow
def test_what_does_not_fit_ends_a_command_with_2(folder: Path) -> None:
    missing = run("stats", folder=folder, NEWSSPIDER_CONFIG="gone.toml")
    assert missing.returncode == 2
    assert missing.stderr == (
        "newsspider: The settings in gone.toml cannot be read: No such file or directory.\n"
    )
    many = run("crawl", "https://herald.example/", folder=folder, NEWSSPIDER_MAX_PAGES="many")
    assert many.returncode == 2
    assert many.stderr == (
        "newsspider: The environment variable NEWSSPIDER_MAX_PAGES must be a whole number,"
        " at least 1, not 'many'.\n"
    )


def test_an_empty_variable_is_no_number_and_is_an_empty_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSSPIDER_MAX_PAGES", "")
    monkeypatch.setenv("NEWSSPIDER_ARCHIVE", "")
    assert (config.value("MAX_PAGES"), config.value("ARCHIVE")) == (1000, "")


def test_scrapy_gets_every_setting() -> None:
    for name in config.SETTINGS.keys() - {"LOG_FORMAT"}:
        assert hasattr(settings, name), name


def test_every_variable_that_is_read_is_in_the_list() -> None:
    listed = {setting.variable for setting in config.SETTINGS.values()} | {config.CONFIG}
    listed |= {process.PARENT}  # what newsspider's own processes tell each other is no setting
    for path in [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]:
        text = path.read_text("utf-8")
        named = set(re.findall(r"\bNEWSSPIDER_[A-Z_]+[A-Z]\b", text))
        assert named <= listed, path
        read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", text))
        assert read <= listed | config.FOREIGN.keys(), path
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        named = set(re.findall(r"\bNEWSSPIDER_[A-Z_]+[A-Z]\b", page.read_text("utf-8")))
        assert named <= listed, page


def test_every_default_fits() -> None:
    for setting in config.SETTINGS.values():
        if not isinstance(setting.default, str):
            assert setting.least <= setting.default <= setting.most, setting.name
        assert setting.help.endswith("."), setting.name
