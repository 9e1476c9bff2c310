"""JSON-LD of a page (https://www.w3.org/TR/json-ld11/, schema.org): tolerant and bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from newsspider.extraction.page.texts import clean
from newsspider.text.urls import same_page

MAX_CHARACTERS = 600_000
MAX_DEPTH = 60
MAX_NODES = 2_000
WRAPPING = re.compile(
    r"^\s*(\ufeff|<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|//\s*\]\]>|\]\]>|;)\s*$"
)
STRING_OR_SLIP = re.compile(
    r'("[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z))|/\*.*?(?:\*/|\Z)|//[^\n]*|,(?=\s*[}\]])', re.DOTALL
)
"""Slips that JSON has no word for: comments and trailing commas; strings stay. In linear time."""

ESCAPE = re.compile(r'\\(["\\/bfnrtu])|\\')
ARTICLE_TYPE = re.compile(r"(article|blogposting|report|posting)$", re.IGNORECASE)
NOT_ARTICLE = re.compile(r"^(jobposting|creditreport)$", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The page's JSON-LD."""

    nodes: tuple[Node, ...] = ()
    article: Node | None = None
    """The node that describes this page's own article."""

    def of_type(self, *names: str) -> Iterator[Node]:
        """The nodes of one of the given types."""
        kinds = {name.lower() for name in names}
        return (node for node in self.nodes if kinds & {kind.lower() for kind in types(node)})


def linked_data(tree: HtmlElement, url: str) -> LinkedData:
    """Every node of every block; one bad block costs only itself."""
    nodes: list[Node] = []
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_nodes(_loads(script.text or "")))
    nodes = nodes[:MAX_NODES]
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
    nodes = [_resolved(node, by_id) for node in nodes]
    return LinkedData(tuple(nodes), _main_article(nodes, url))


def types(node: Node) -> list[str]:
    """The node's types without namespace."""
    return [str(kind).rpartition("/")[2] for kind in as_list(node.get("@type"))]


def as_list(value: Any) -> list[Any]:
    """A value or many, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def strings(value: Any, key: str = "name") -> list[str]:
    """The texts of a value: strings as they are, nodes by ``key``."""
    texts = []
    for entry in as_list(value):
        if isinstance(entry, dict):
            texts.extend(strings(entry.get(key) or entry.get("@value")))
        elif isinstance(entry, str) and clean(entry):
            texts.append(clean(entry))
    return texts


def is_article(node: Node) -> bool:
    """Whether the node describes an article of any kind."""
    return any(ARTICLE_TYPE.search(kind) and not NOT_ARTICLE.match(kind) for kind in types(node))


def _loads(text: str) -> Any:
    if len(text) > MAX_CHARACTERS or _depth(text) > MAX_DEPTH:
        return None
    text = WRAPPING.sub("", WRAPPING.sub("", text))
    for mend in (str, _mended):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mended(text: str) -> str:
    """Without comments, trailing commas and escapes that JSON does not know (``\\'``)."""
    return STRING_OR_SLIP.sub(
        lambda slip: ESCAPE.sub(lambda pair: pair[0] if pair[1] else "", slip[1] or ""), text
    )


def _depth(text: str) -> int:
    """An upper bound of the nesting: what stands in strings counts too."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[{}\]]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _nodes(value: Any) -> Iterator[Node]:
    """A block's nodes, those of ``@graph`` and of lists included, in order."""
    for entry in as_list(value):
        if isinstance(entry, list):
            yield from _nodes(entry)
        elif isinstance(entry, dict):
            yield entry
            for inner in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(entry.get(inner), (dict, list)):
                    yield from _nodes(entry[inner])


def _resolved(node: Node, by_id: dict[str, Node]) -> Node:
    """The node, with bare references (``{"@id": …}``) replaced by what they name."""

    def resolve(value: Any) -> Any:
        if isinstance(value, list):
            return [resolve(entry) for entry in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return by_id.get(str(value.get("@id")), value)
        return value

    return {key: resolve(value) for key, value in node.items()}


def _main_article(nodes: list[Node], url: str) -> Node | None:
    articles = [node for node in nodes if is_article(node)]
    named = [node for node in articles if _names(node, url)]
    titled = [node for node in articles if node.get("headline") or node.get("articleBody")]
    ranked = named or titled or articles
    return max(ranked, key=len) if named else (ranked[0] if ranked else None)


def _names(node: Node, url: str) -> bool:
    addresses = strings([node.get("url"), node.get("@id")], "@id")
    addresses += strings(node.get("mainEntityOfPage"), "@id")
    return any(address.startswith("http") and same_page(address, url) for address in addresses)
