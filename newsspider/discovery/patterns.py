"""The patterns that addresses share, and the traps among them: pages without end.

Pure: the budgets that patterns have are kept by ``storage.crawl.frontier``.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, unquote, urlsplit

DEEPEST = 12
"""Steps of a path: no news site has more."""

MOST_PARAMETERS = 8
MOST_REPEATS = 2
"""Times that one step may stand in a path: relative links that go wrong add it again and again."""

LONGEST_STEP = 25
"""Characters of a step that may be a name; longer ones are headlines or codes."""

HEADLINE_WORDS = 3

SESSION = re.compile(
    r"^(?:jsessionid|phpsessid|aspsessionid\w*|sid|sessid|session_?id|cfid|cftoken|zenid|oscsid)$",
    re.IGNORECASE,
)
SESSION_STEP = re.compile(r";jsessionid=|\(S\([a-z0-9]{24}\)\)", re.IGNORECASE)
SEPARATOR = re.compile(r"[-_\s+.,،]+")
DIGITS = re.compile(r"\d+")
CODE = re.compile(r"^(?=.*\d)(?=.*[a-f])[0-9a-f-]{12,}$", re.IGNORECASE)


def pattern_of(url: str) -> str:
    """The address with its numbers, headlines and codes left out: ``/2024/11/05/{words}``.

    The pages of one kind on a site share it; short steps (``/politics``) stay as they are.
    """
    parts = urlsplit(url)
    steps = [_step(step) for step in unquote(parts.path).split("/") if step]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    query = "?" + "&".join(names) if names else ""
    return "/" + "/".join(steps) + query


def trap_of(url: str) -> str | None:
    """Why the address is one of endlessly many, ``None`` where it does not look so."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if len(steps) > DEEPEST:
        return "deep path"
    repeated = Counter(step for step in steps if not step.isdigit())
    if any(count > MOST_REPEATS for count in repeated.values()):
        return "repeated path segment"
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if SESSION_STEP.search(parts.path) or any(SESSION.match(name) for name in names):
        return "session id"
    return "many parameters" if len(names) > MOST_PARAMETERS else None


def _step(step: str) -> str:
    if CODE.match(step):
        return "{code}"
    words = [word for word in SEPARATOR.split(step) if word and not word.isdigit()]
    if len(words) >= HEADLINE_WORDS or len(step) > LONGEST_STEP:
        return "{words}"
    return DIGITS.sub(lambda run: "9" * min(len(run[0]), 5), step.lower())
