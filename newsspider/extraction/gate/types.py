"""The reading of a page, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from newsspider.items import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Signals of a page's kind; the quality gate decides on these alone."""

    declared_article: bool = False
    """JSON-LD, OpenGraph or microdata calls the page an article, and only one."""

    declared_news: bool = False
    """JSON-LD calls it news: no sign of another kind is looked for."""

    declared_index: bool = False
    """Structured data calls the page a collection, a profile or a search result."""

    is_home: bool = False
    """The address is that of a site's first page."""

    declared_media: bool = False
    """Structured data calls the page a video, a recording or a gallery, and no article."""

    body_characters: int = 0
    prose_characters: int = 0
    """Those in paragraphs longer than a teaser."""

    shows_date: bool = False
    """The page itself says when it was published, not only its address or a feed."""

    page_characters: int = 0
    has_scripts: bool = False
    """The page runs scripts, which may make text; data for machines is none."""

    link_share: float = 0.0
    """Share of the page's visible text, outside header, footer and navigation, inside links."""

    headline_links: int = 0
    """Links outside navigation whose text is long enough to be another article's headline."""

    own_characters: int = 0
    """Text between the page's own headline and the first of those links."""

    text_run: int = 0
    """The longest piece of text that none of those links interrupts."""

    paywall_marks: tuple[str, ...] = ()
    """Phrases of a gate behind which the page's own text does not go on."""

    declared_free: bool | None = None
    """``isAccessibleForFree`` as the page declares it."""

    consent_marks: tuple[str, ...] = ()
    """Marks in the box in which consent is asked for; without one, in a page that stands alone."""

    text_beside_consent: int | None = None
    """Text outside that box; ``None`` where there is no box."""

    block_marks: tuple[str, ...] = ()
    trace_marks: tuple[str, ...] = ()
    """Phrases of a block's notice alone: the visitor's address, the number of the request."""

    missing_marks: tuple[str, ...] = ()
    """Phrases of a "page not found" notice in title, heading or first lines."""

    lost_marks: tuple[str, ...] = ()
    """The like that news has a use for too, in title or heading."""

    login_marks: tuple[str, ...] = ()
    """Words of a sign-in, where the page has a field for a password."""

    media_marks: tuple[str, ...] = ()
    """Words of the title that promise pictures, where the page has a player or a picture."""

    loading_marks: tuple[str, ...] = ()
    """Phrases that stand where the text is still to be fetched."""

    shows_captcha: bool = False
    """A test for robots is built in, and no headline leads elsewhere."""

    kind_facts: tuple[str, ...] = ()
    """Signs on the page of being a product, a list, a thread, a manual, a service, or a story."""

    @property
    def is_bare(self) -> bool:
        """Whether no headline leads elsewhere: few pages but a notice stand so alone."""
        return self.headline_links == 0

    @property
    def is_closed(self) -> bool:
        """Whether the text is the publisher's open part only, by declaration or by a gate."""
        return self.declared_free is False or (
            self.declared_free is None and bool(self.paywall_marks)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The record as far as the page gives it, and the signals of what kind of page it is."""

    article: Article
    signals: Signals = Signals()
