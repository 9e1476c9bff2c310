"""Runs and their processes, on both databases."""

import subprocess
import sys
from datetime import UTC, datetime

from storage.crawl import runs
from storage.models import RunRow

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
NAME = "from storage.crawl.process_lock import current_holder as name; print(name())"


def test_a_run_whose_process_is_gone_was_killed(session):
    def status():
        return runs.find_runs(session, run_id=run)[0].status

    run = runs.start_run(session, "crawl", {}, NOW)
    assert status() == "running"
    ended = subprocess.run([sys.executable, "-c", NAME], check=True, capture_output=True, text=True)
    session.get_one(RunRow, run).holder = ended.stdout.strip()
    assert status() == "killed"
    session.get_one(RunRow, run).holder = "elsewhere:1:2"
    assert status() == "running"  # nobody here can know
    runs.finish_run(session, run, "finished", {}, NOW)
    session.get_one(RunRow, run).holder = ended.stdout.strip()
    assert status() == "finished"
