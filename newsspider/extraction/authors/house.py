"""The names of the site, of its publisher and of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.extraction.fields.sitename import FIRM, declared_names, names_site
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.jsonld import as_list, strings
from newsspider.extraction.page.texts import bare, clean

META = (
    "publisher",
    "article:publisher",
    "dc.publisher",
    "dcterms.publisher",
    "copyright",
    "owner",
    "twitter:site",
    "cre",
    "dc.rights.holder",
)
HOLDERS = ("publisher", "sourceOrganization", "copyrightHolder", "provider", "parentOrganization")
TITLE_ENDS = re.compile(r"\s+[|–—•·:»-]\s+|\s*[|｜]\s*")
MIN_LETTERS, MAX_LETTERS = 3, 40


class House:
    """Whether a text is a name of the site, of its publisher or of its owner."""

    def __init__(self, evidence: Evidence) -> None:
        self.site = declared_names(evidence) | set(_spellings(evidence))
        self.ends = set(_title_ends(evidence))
        self.known: dict[str, bool] = {}

    def __call__(self, text: str) -> bool:
        """Whether it is one; each text is looked up once."""
        if text not in self.known:
            self.known[text] = self._names(text)
        return self.known[text]

    def _names(self, text: str) -> bool:
        key = bare(text)
        short = key.removeprefix("the")
        return bool(key) and (
            key in self.ends
            or short in self.site
            or names_site(text, self.site)
            or (" " in text and FIRM.search(text.rsplit(" ", 1)[1]) is not None)
        )


def _spellings(evidence: Evidence) -> Iterator[str]:
    """The names of publishers and owners in metadata, by their letters."""
    for name in META:
        for text in evidence.meta.get(name, ()):
            yield bare(text)
    for node in evidence.linked.nodes:
        for key in HOLDERS:
            for holder in as_list(node.get(key)):
                yield from map(bare, strings(holder))
                for other in ("alternateName", "legalName"):
                    yield from map(bare, strings(holder, other))
    for node in evidence.linked.of_type("WebSite", "NewsMediaOrganization"):
        for other in ("name", "alternateName", "legalName"):
            yield from map(bare, strings(node.get(other)))


def _title_ends(evidence: Evidence) -> Iterator[str]:
    """The text behind the last stroke in the page's title: the site's name, or a section's."""
    for element in evidence.document.tree.iter("title"):
        parts = TITLE_ENDS.split(clean(str(element.text_content())))
        if len(parts) > 1 and MIN_LETTERS <= len(key := bare(parts[-1])) <= MAX_LETTERS:
            yield key
        return
