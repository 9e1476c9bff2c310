from pathlib import Path

import pytest

from newsspider.cli.app import COMMANDS
from newsspider.cli.reference import PAGES, commands_page

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run: make docs"


def test_every_command_and_option_has_help() -> None:
    text = commands_page()
    assert all(f"\n## `newsspider {name}`" in text for name in COMMANDS)
    for line in text.splitlines():
        if line.startswith("* `"):
            assert line.partition("`: ")[2].strip(), line
