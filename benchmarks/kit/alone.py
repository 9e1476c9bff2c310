"""One extraction alone, over saved pages: ``alone.py newsspider|trafilatura FOLDER``."""

import sys
from datetime import UTC, datetime
from pathlib import Path

engine, folder = sys.argv[1:]
pages = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
if engine == "newsspider":
    from newsspider.extraction import extract

    for page in pages:
        extract(page, url="https://site.example/2026/a-story.html", fetched_at=datetime.now(UTC))
else:
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
