"""``newsspider demo`` as a person runs it: twice, and with a port that is taken."""

import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def free_port() -> int:
    """The first of a row of free ports."""
    for first in range(21001, 60000, 500):
        if all(_is_free(port) for port in range(first, first + 10)):
            return first
    pytest.fail("no ten free ports in a row")


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsspider", "demo", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("demo"), str(free_port())
    return [demo(folder, "--port", port) for _ in range(2)]


def test_demo_crawls_corrects_and_crawls_again(runs):
    first = runs[0]
    assert first.returncode == 0, first.stderr
    counts = re.findall(r"Articles: (\d+) new, (\d+) updated", first.stdout)
    assert len(counts) == 2
    assert int(counts[0][0]) >= 60
    assert counts[1] == ("0", "1")
    assert len(re.findall(r"^\$ .* crawl http", first.stdout, re.MULTILINE)) == 2


def test_demo_run_again_stores_nothing_new(runs):
    again = runs[1]
    assert again.returncode == 0, again.stderr
    assert re.findall(r"Articles: (\d+) new, (\d+) updated", again.stdout) == [("0", "0")]


def test_demo_suggests_commands_that_name_the_database(runs):
    tried = runs[0].stdout.split("Try next:")[1].strip().splitlines()
    assert [re.search(r" (search|show|rejected|chrome) ", f"{line} ")[1] for line in tried] == [
        "search",
        "show",
        "rejected",
        "chrome",
    ]
    assert all("--database sqlite:///newsspider-demo.db" in line for line in tried)


def test_taken_port_ends_with_one_sentence(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = demo(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--port" in done.stderr


def test_serve_names_the_outlets_and_ends_on_interrupt(tmp_path):
    command = [sys.executable, "-m", "newsspider", "demo", "--serve", "--port", str(free_port())]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, encoding="utf-8"
    ) as served:
        assert served.stdout is not None
        lines = [served.stdout.readline() for _ in range(9)]
        served.send_signal(2)
        rest = served.stdout.read()
    assert served.returncode == 0
    assert "The Calder Courier (en)" in lines[1]
    assert "closed" in rest
