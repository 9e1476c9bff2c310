"""Characters that steer a terminal, kept out of texts from the web."""

from __future__ import annotations

import re

# What comes from the web must neither steer the terminal nor turn the rest of the line around.
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text on one line, without characters that could steer a terminal."""
    return _TURNS.sub("", _CONTROLS.sub(" ", text))
