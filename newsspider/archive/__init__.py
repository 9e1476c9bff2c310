"""Every answer as it came, in WARC files (ISO 28500:2017): written by warcio, read by fastwarc."""

from __future__ import annotations

CAPTURE = "capture"
"""Key in ``Request.meta``: the ``Capture`` of the answer, once it is in the archive."""

OPEN = ".open"
"""The ending of a file's name while it is written."""
