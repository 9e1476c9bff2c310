"""The settings that keep a crawl safe, and the project as Scrapy's own commands see it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsspider.crawling.run import project_settings

SAFE = {
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "ALLOW_PRIVATE": False,
    "DOWNLOAD_MAXSIZE": 10 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 30,
}


@pytest.mark.parametrize(("name", "value"), SAFE.items())
def test_safe_from_the_start(name, value):
    assert project_settings({})[name] == value


def test_limits_are_set():
    settings = project_settings({})
    assert settings.getint("DEPTH_LIMIT") > 0
    assert settings.getint("MEMUSAGE_LIMIT_MB") > 0


def test_only_the_web_is_fetched():
    handlers = project_settings({}).getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_who_asks_can_be_written_to():
    program = "from newsspider.settings import USER_AGENT; print(USER_AGENT)"
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={"NEWSSPIDER_CONTACT": "desk@news.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip().endswith("(news crawler; obeys robots.txt; +desk@news.example)")


def _scrapy(*words: str, folder, database: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=folder,
        env={
            "NEWSSPIDER_DATABASE_URL": database,
            "NEWSSPIDER_ARCHIVE": "",
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_scrapy_s_own_commands_work(site, tmp_path, pytestconfig):
    database = f"sqlite:///{tmp_path / 'news.db'}"
    site.says("/", "<html><p>Nothing here</p></html>")
    folder = pytestconfig.rootpath
    listed = _scrapy("list", folder=folder, database=database)
    assert listed.stdout.split() == ["look", "page", "site", "source"]
    shell = ("shell", site.url("/"), "-s", "ALLOW_PRIVATE=1", "-c", "response.status")
    assert "200" in _scrapy(*shell, folder=folder, database=database).stdout
    assert not (tmp_path / "news.db").exists()
    crawl = ("crawl", "site", "-a", f"urls={site.url('/')}", "-s", "ALLOW_PRIVATE=1")
    done = _scrapy(*crawl, folder=folder, database=database)
    assert done.returncode == 0
    assert f"rejected {site.url('/')}" in done.stderr
    assert (tmp_path / "news.db").exists()
