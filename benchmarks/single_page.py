"""Processor time of ``extract`` and ``ingest`` of one saved page, beside reading it in one process.

``python benchmarks/single_page.py [ROUNDS]``: medians of user and system time, children included.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

RIVAL = """
import sys
from datetime import UTC, datetime
from newsspider.extraction import extract, warm
from newsspider.items import Page
warm()
body = open(sys.argv[1], "rb").read()
print(extract(Page(url="https://post.example/a", body=body, fetched_at=datetime.now(UTC))).title)
"""

PAGE = (
    '<html lang="en"><head><title>Night bus stays | The Post</title>'
    '<link rel="canonical" href="https://post.example/city/night-bus"></head><body>'
    '<article><h1>Night bus stays</h1><p class="byline">By Jane Doe, 3 May 2024</p>'
    + "".join(
        f"<p>The council voted on day {day} to keep the night bus for another year, the mayor said."
        " It runs once an hour from the harbour to the old mill, and it is never full.</p>"
        for day in range(1, 25)
    )
    + "</article></body></html>"
)


def spent(command: list[str], folder: Path) -> float:
    """The seconds of processor time that the command and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int) -> None:
    """Print a line a command, all of them in each round."""
    python, module = sys.executable, [sys.executable, "-m", "newsspider"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "page.html"
        page.write_text(PAGE, "utf-8")
        fresh = f"sqlite:///{folder / 'fresh.db'}"
        kept = f"sqlite:///{folder / 'kept.db'}"
        commands = {
            "import, warm and read in one process": [python, "-c", RIVAL, str(page)],
            "extract PAGE, no database yet": [*module, "extract", str(page)],
            "extract PAGE, with a database": [*module, "extract", str(page), "--database", kept],
            "ingest PAGE, into a new database": [*module, "ingest", str(page), "--database", fresh],
            "ingest PAGE, into one that is there": [
                *module,
                "ingest",
                str(page),
                "--database",
                kept,
            ],
        }
        spent(commands["ingest PAGE, into one that is there"], folder)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                (folder / "fresh.db").unlink(missing_ok=True)
                times[name].append(spent(command, folder))
        rival = median(next(iter(times.values())))
        for name, each in times.items():
            print(f"{name:40} {median(each):6.2f} s  {median(each) / rival:5.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
