"""JSON-LD of a page (https://www.w3.org/TR/json-ld11/, schema.org): tolerant and bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
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
    r'("[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z))|\b(undefined)\b'
    r"|/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)|-->|//[^\n]*|,(?=\s*[}\]])",
    re.DOTALL,
)
"""Slips that JSON has no word for: comments, trailing commas, ``undefined``; strings stay.

In linear time.
"""

QUOTE = re.compile(r'\\.|"', re.DOTALL)
BEHIND_STRING = re.compile(
    r'\s*(?:\Z|[}\]]|:\s*["{\[\d\-tfnu]|,\s*(?:["{}\[\]\d\-]|(?:true|false|null|undefined)\b))'
)
"""What may follow a string's last quote; any other quote in a string belongs to its text."""

BRACKET = re.compile(r'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)|[\[{}\]]', re.DOTALL)
BETWEEN = re.compile(r"[\s,;}\]]*")
"""What stands between a block's values, or behind them by mistake."""

SCRIPT_TYPE = re.compile(r"ld\Wjson|json\Wld", re.IGNORECASE)
PREFIX = re.compile(r"(?:schema:|https?://schema\.org/)(?=\w)")
DECODER = json.JSONDecoder(strict=False)
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
        if SCRIPT_TYPE.search(script.get("type") or ""):
            nodes.extend(_nodes(_loads(script.text or "")))
    nodes = nodes[:MAX_NODES]
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
    nodes = [_resolved(node, by_id) for node in nodes]
    return LinkedData(tuple(nodes), _main_article(nodes, url))


def types(node: Node) -> list[str]:
    """The node's types without namespace."""
    return [str(kind).strip().rpartition("/")[2] for kind in as_list(node.get("@type"))]


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


def _loads(text: str) -> list[Any]:
    """The block's values: one, or several where the page wrote them one after the other."""
    if len(text) > MAX_CHARACTERS or _depth(text) > MAX_DEPTH:
        return []
    text = WRAPPING.sub("", WRAPPING.sub("", text))
    best: list[Any] = []
    for mend in (str, _mended, _unescaped, _requoted, _closed):
        values, is_whole = _values(mend(text))
        if is_whole:
            return values
        best = max(best, values, key=len)
    return best


def _values(text: str) -> tuple[list[Any], bool]:
    """The values at the text's start, and whether they are all of it."""
    values: list[Any] = []
    at = BETWEEN.match(text).end()  # type: ignore[union-attr]  # it matches anything
    while at < len(text) and len(values) < MAX_NODES:
        try:
            value, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        at = BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    return values, bool(values)


def _mended(text: str) -> str:
    """Without comments, trailing commas and escapes that JSON does not know (``\\'``)."""

    def mend(slip: re.Match[str]) -> str:
        if slip[2]:
            return "null"
        return ESCAPE.sub(lambda pair: pair[0] if pair[1] else "", slip[1] or "")

    return STRING_OR_SLIP.sub(mend, text)


def _unescaped(text: str) -> str:
    """The text of a block that was written as if it were an attribute: ``{&quot;@type&quot;``."""
    return _mended(unescape(text)) if "&quot;" in text or "&#34;" in text else ""


def _requoted(text: str) -> str:
    """With the quotes that stand bare in a string's text escaped."""
    is_open = False
    parts, at = [], 0
    for quote in QUOTE.finditer(text):
        if quote[0] != '"':
            continue
        if is_open and not BEHIND_STRING.match(text, quote.end()):
            parts += [text[at : quote.start()], "\\"]
            at = quote.start()
        else:
            is_open = not is_open
    return _mended("".join([*parts, text[at:]]))


def _closed(text: str) -> str:
    """With the brackets closed that the block leaves open at its end."""
    mended = _mended(text).rstrip(" \t\r\n;,")
    still_open: list[str] = []
    for bracket in BRACKET.findall(mended):
        if bracket in "[{":
            still_open.append("]" if bracket == "[" else "}")
        elif bracket in "]}" and still_open:
            still_open.pop()
    return mended + "".join(reversed(still_open)) if still_open else ""


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
            yield (entry := _plain_keys(entry))
            for inner in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(entry.get(inner), (dict, list)):
                    yield from _nodes(entry[inner])


def _plain_keys(node: Node) -> Node:
    """The node with its keys as schema.org's own context writes them."""
    if "@type" in node and not any(":" in key for key in node):
        return node
    named = {PREFIX.sub("", key): value for key, value in node.items()}
    kind = named.get("@type") or named.get("@Type") or named.get("type")
    return {**named, "@type": kind} if kind else named


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
