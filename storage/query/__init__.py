"""Questions as people type them, parsed into trees. Pure."""

from storage.query.parser import parse
from storage.query.tree import And, Filter, Node, Not, Or, Text, conjuncts, texts

__all__ = ["And", "Filter", "Node", "Not", "Or", "Text", "conjuncts", "parse", "texts"]
