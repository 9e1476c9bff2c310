import io

from rich.cells import cell_len
from rich.console import Console

from newsspider.cli.kit.record import print_paragraph
from newsspider.items import Kind, Paragraph


def printed(kind: Kind, text: str) -> str:
    out = io.StringIO()
    console = Console(file=out, width=40, force_terminal=True, color_system=None)
    print_paragraph(console, Paragraph(text=text, kind=kind))
    return out.getvalue().rstrip()


def test_quotes_and_lists_are_indented_from_where_they_read() -> None:
    assert printed(Kind.QUOTE, "We go on.") == "    We go on."
    assert printed(Kind.LIST_ITEM, "One") == "  • One"
    quote = printed(Kind.QUOTE, "لن نتوقف")
    assert cell_len(quote) == 36
    assert quote.strip() == "\u2067لن نتوقف\u2069"
    assert printed(Kind.LIST_ITEM, "ميناء الشمال").endswith("\u2067• ميناء الشمال\u2069")
