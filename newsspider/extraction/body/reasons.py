"""The facts for which a line was cut (``newsspider.extraction.body.features``), in words."""

from __future__ import annotations

import re

MOST = 2
"""A person wants the main reasons, not all."""

WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:related|comments|action|share|offer)$", "under a heading such as “Related”"),
    (r"(form|figcaption|nav|footer|aside|header)$", "inside <{}>"),
    (r"kk=.o", "trafilatura leaves it out"),
    (r"(?:pic\b|credit)", "a caption of a picture"),
    (r"chrome=(\w+)", "a phrase of {}"),
    (r"chrome\|", "a phrase of page furniture"),
    (r"p?ls=[1-7]", "links"),
    (r"(?:a|top)=(\w+)", "inside <{}>"),
    (r"under=(\w+)", "under a heading of {}"),
    (r"istitle", "repeats the headline"),
    (r"i(?:n|s)sum", "repeats the summary"),
    (r"hdr", "part of the header"),
    (r"dup", "twice on the page"),
    (r"zone=b", "before the text"),
    (r"zone=a", "after the text"),
    (r"ab=False", "not in the articleBody of JSON-LD"),
    (r"button", "a button"),
    (r"(?:t|only)=(\w+)", "a <{}>"),
    (r"(?:ttl|h1)=", "where it stands to the headline"),
    (r"(?:dp|dn|d|depth|lca|steps|marked|zone)=", "where it stands to the text"),
    (r"(?:kk=|p:|n:|sib=)", "the lines beside it"),
    (r"(?:sig|own|topsh|pls|ls)=", "the make of its box"),
    (r"(?:len|end)=", "its length and ending"),
    (r"(?:ab=|k=)", "what others say of it"),
    (r"(?:(?:fc|quote|digit)\b|copy$|at$|pipe$|slash$|label:|caps$)", "its signs"),
)
"""By what a fact begins with; what tells a person most comes first."""


def in_words(reason: str) -> str:
    """The reason of a cut as a person reads it: the most telling facts, each once."""
    ranked = sorted(_fact(fact.strip()) for fact in reason.split(", "))
    return ", ".join(list(dict.fromkeys(words for _, words in ranked))[:MOST])


def _fact(fact: str) -> tuple[int, str]:
    """The fact in words, with its rank; what is in words already comes first."""
    for rank, (pattern, words) in enumerate(WORDS):
        match = re.match(pattern, fact)
        if match:
            return rank, words.format(*match.groups())
    return -1, fact
