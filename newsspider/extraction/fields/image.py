"""The article's main image: the one it declares, else the first of its own on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice

from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import is_foreign, is_hidden
from newsspider.extraction.page.document import link
from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.metadata import value
from newsspider.extraction.page.texts import bare

MAX_NAME, MAX_ELEMENTS = 200, 60
LINK_REACH, HIDDEN_REACH = 4, 12
"""Boxes around an image in which a link, or what hides it, is looked for."""

MIN_PIXELS = 100
"""Smaller images are icons, portraits and counters."""

IMAGE_NAME = re.compile(
    r"(?<![a-z])(?:placeholder|spacer|blank|pixel|1x1|transparent|no-?image|favicon|sprite)(?![a-z])"
    r"|(?<![a-z])(?:site-?)?logo(?![a-z])[^/]*\.(?:svg|png|gif)$",
    re.IGNORECASE,
)
"""Last steps of addresses of images that say nothing of the article."""

IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
"""Where an image's address stands; one that is loaded later has it in another attribute."""

STORY = frozenset(("article", "main"))


def find_image(evidence: Evidence, title: str | None = None) -> Decision[str] | None:
    """The main image's absolute address."""
    declared = _witnesses(evidence, _declared(evidence))
    if declared:
        return decide(declared, str)
    shown = ((src, "figure", 0.5) for src in _shown(evidence.document.tree, bare(title or "")))
    return decide(_witnesses(evidence, shown), str)


def _witnesses(evidence: Evidence, images: Iterable[tuple[str, str, float]]) -> list[Witness[str]]:
    return [
        Witness(url, source, confidence)
        for href, source, confidence in images
        if (url := link(evidence.document, href)) and not _says_nothing(url)
    ]


def _says_nothing(url: str) -> bool:
    """Whether the image is a stand-in, a counter or the site's logo."""
    name = url.partition("?")[0].rpartition("/")[2]
    return IMAGE_NAME.search(name[-MAX_NAME:]) is not None


def _declared(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    yield from ((url, "opengraph", 0.8) for url in evidence.meta.get("og:image", ())[:1])
    images = (evidence.linked.article or {}).get("image")
    yield from ((url, "json-ld", 0.75) for url in strings(images, "url")[:1])
    yield from ((url, "meta", 0.6) for url in evidence.meta.get("twitter:image", ())[:1])
    yield from (
        (value(element), "microdata", 0.7) for element in evidence.micro.get("image", ())[:1]
    )


def _shown(tree: HtmlElement, headline: str) -> Iterator[str]:
    """The article's first figure, or else its first image of some size.

    What stands in a menu, beside the article or in a link to another page is another story's.
    """
    elements = list(islice(_of_story(tree, headline), MAX_ELEMENTS))
    for tag in ("figure", "img"):
        for element in elements:
            image = next(element.iter("img"), None) if element.tag == tag else None
            source = _source(image) if image is not None else ""
            if image is not None and source and not _is_of_another(image) and not _is_small(image):
                yield source
                return


def _of_story(tree: HtmlElement, headline: str) -> Iterator[HtmlElement]:
    """Figures and images of the headline's box, or behind it; all figures where there is none."""
    heads = tree.iter("h1", "h2")
    head = next((h for h in heads if headline and headline in bare(str(h.text_content()))), None)
    if head is None:
        return tree.iter("figure")
    box = next((box for box in head.iterancestors() if box.tag in STORY), None)
    if box is not None:
        return box.iter("figure", "img")
    return dropwhile(lambda element: element is not head, tree.iter(str(head.tag), "figure", "img"))


def _source(image: HtmlElement) -> str:
    sources = (image.get(name) or "" for name in SOURCES)
    return next((source for source in sources if source and not source.startswith("data:")), "")


def _is_of_another(image: HtmlElement) -> bool:
    """Whether it stands in a box of something else, out of sight, or in a link to another page."""
    if is_foreign(image) or any(map(is_hidden, islice(image.iterancestors(), HIDDEN_REACH))):
        return True
    around = islice(image.iterancestors(), LINK_REACH)
    target = next((box.get("href") or "" for box in around if box.tag == "a"), None)
    return target is not None and not IMAGE_FILE.search(target[-MAX_NAME:])


def _is_small(image: HtmlElement) -> bool:
    sizes = (image.get(side, "").removesuffix("px") for side in ("width", "height"))
    return any(size.isascii() and size.isdigit() and int(size[:6]) < MIN_PIXELS for size in sizes)
