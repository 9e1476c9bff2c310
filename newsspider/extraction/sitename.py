"""The site's name, as the page gives it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.extraction.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.jsonld import strings
from newsspider.extraction.metadata import value
from newsspider.extraction.texts import bare
from newsspider.hosts import site_host


def find_site(evidence: Evidence) -> Decision[str] | None:
    """The name that the page declares, else the host."""
    return decide(_witnesses(evidence), bare)


def declared_names(evidence: Evidence) -> set[str]:
    """Every spelling of the site's name on the page, as ``bare`` writes it, the host's included."""
    host = site_host(evidence.document.url)
    names = {bare(witness.value) for witness in _witnesses(evidence)}
    return names | {bare(host), bare(host.rsplit(".", 1)[0]), bare(host.split(".")[0])}


def _witnesses(evidence: Evidence) -> Iterator[Witness[str]]:
    for name in evidence.meta.get("og:site_name", ())[:1]:
        yield Witness(name, "opengraph", 0.9)
    for name in strings((evidence.linked.article or {}).get("publisher"))[:1]:
        yield Witness(name, "json-ld", 0.8)
    for node in evidence.linked.of_type("WebSite"):
        for name in strings(node.get("name"))[:1]:
            yield Witness(name, "json-ld", 0.7)
    for name in evidence.meta.get("application-name", ())[:1]:
        yield Witness(name, "meta", 0.6)
    for element in evidence.micro.get("publisher", ())[:1]:
        named = element.xpath(".//*[@itemprop='name']")
        if isinstance(named, list) and named:
            yield Witness(value(named[0]), "microdata", 0.7)
    host = site_host(evidence.document.url)
    if host:
        yield Witness(host, "url", 0.3)
