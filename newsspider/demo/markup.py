"""Filling the templates of the outlets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from newsspider.demo.story import Story, inline_html
from newsspider.items import Kind, Paragraph

Forms = Mapping[Kind, str]
"""A block of the body in HTML, by its kind."""

PLAIN: Forms = {
    Kind.PARAGRAPH: "<p>{}</p>",
    Kind.HEADING: "<h2>{}</h2>",
    Kind.QUOTE: "<blockquote><p>{}</p></blockquote>",
    Kind.LIST_ITEM: "<li>{}</li>",
}


def fill(name: str, values: Mapping[str, str]) -> str:
    """The template with its places filled; the values are HTML already."""
    return _template(name).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template(files("newsspider.demo").joinpath("templates", name).read_text("utf-8"))


def lines(parts: Iterable[str]) -> str:
    """The parts of a page, each on a line of its own."""
    return "\n".join(parts)


def anchors(links: Iterable[tuple[str, str]], form: str) -> str:
    """Links in one form, with nothing between them; ``form`` takes address and text."""
    return "".join(form.format(escape(address), escape(text)) for address, text in links)


def body_html(story: Story, forms: Forms = PLAIN) -> str:
    """The story's body; list items that follow each other share one list."""
    runs = groupby(story.blocks, key=lambda block: block.kind)
    return lines(_run(kind, list(blocks), forms) for kind, blocks in runs)


def _run(kind: Kind, blocks: list[Paragraph], forms: Forms) -> str:
    html = lines(forms[kind].format(inline_html(escape(block.text))) for block in blocks)
    return f"<ul>\n{html}\n</ul>" if kind is Kind.LIST_ITEM else html
