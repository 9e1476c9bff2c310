"""CSS and XPath, told apart by themselves."""

import lxml.html
import pytest

from newsspider.extraction.fields.overrides import READERS
from newsspider.text.selectors import FIELDS, check_selector, select

TREE = lxml.html.fromstring(
    "<html><body><h1 class=a>One</h1><p>Two <a href=/x>three</a></p></body></html>"
)


def found(selector: str) -> list[str]:
    return [item if isinstance(item, str) else item.tag for item in select(TREE, selector)]


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("h1.a", ["h1"]),
        ("p > a, h1", ["h1", "a"]),
        ("//a/@href", ["/x"]),
        (".//h1/text()", ["One"]),
        ("(//p | //h1)[1]", ["h1"]),
        ("string(//h1)", ["One"]),
        ("body/p", ["p"]),
        ("count(//p)", []),
        ("//none", []),
    ],
)
def test_either_finds(selector, wanted):
    assert found(selector) == wanted


@pytest.mark.parametrize(
    "bad", ["", "  ", "div[", "//[", "h1::text", "//p[odd()]", "//x:p", "a:nope"]
)
def test_neither_is_an_error(bad):
    with pytest.raises(ValueError, match=r"CSS nor XPath|empty"):
        check_selector(bad)


def test_every_field_that_can_be_named_can_be_read():
    assert tuple(READERS) == FIELDS
