"""A crawl's log lines for machines, and what it leaves for others when it ends."""

from __future__ import annotations

import json

import pytest

PAGE = "<html lang=en><meta property='og:type' content='article'><title>Flood</title><h1>Flood</h1>"
TEXT = "The river rose by two metres in one night and reached the first houses before dawn. "


def _crawl(shell, site, tmp_path, options: str = ""):
    body = "".join(f"<p>{TEXT}Paragraph {number}.</p>" for number in range(5))
    site.says("/2024/11/05/flood.html", f"{PAGE}<article>{body}</article>")
    url = site.url("/2024/11/05/flood.html")
    database = f"sqlite:///{tmp_path / 'news.db'}"
    crawl = f"crawl {url} --allow-private --delay 0 --database {database}"
    environment = f"NEWSSPIDER_METRICS_FILE={tmp_path / 'news.prom'} NEWSSPIDER_ARCHIVE="
    return shell(f"cd {tmp_path} && {environment} newsspider {options} {crawl}")


@pytest.mark.slow
def test_every_line_is_json_with_the_run(shell, site, tmp_path):
    done = _crawl(shell, site, tmp_path, "--log-format json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    ours = [line for line in lines if line["logger"] == "newsspider.processing.run_store"]
    assert [line["event"].split()[0] for line in ours] == ["new"]
    assert {line["run_id"] for line in ours} == {1}
    assert ours[0]["level"] == "info"
    assert ours[0]["timestamp"].endswith("+00:00")
    scrapys = [line for line in lines if line["logger"].startswith("scrapy")]
    closed = [line for line in scrapys if line["event"].startswith("Spider closed")]
    assert [line["run_id"] for line in closed] == [1]
    assert done.stdout.startswith("Articles: 1 new")


@pytest.mark.slow
def test_people_get_lines_as_before_and_the_metrics_file_is_written(shell, site, tmp_path):
    done = _crawl(shell, site, tmp_path)
    assert done.returncode == 0, done.stderr
    assert not any(line.startswith("{") for line in done.stderr.splitlines())
    assert (
        'newsspider_articles_total{change="new",source=""} 1.0'
        in (tmp_path / "news.prom").read_text().splitlines()
    )


def test_an_unknown_format_is_a_usage_error(shell):
    assert shell("newsspider --log-format xml stats").returncode == 2
    assert shell("NEWSSPIDER_LOG_FORMAT=xml newsspider stats").returncode == 2
