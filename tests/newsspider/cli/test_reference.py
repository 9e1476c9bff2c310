from pathlib import Path

from newsspider.cli.app import COMMANDS
from newsspider.cli.reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "cli.md"


def test_the_reference_is_what_the_commands_say() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run: make docs"


def test_every_command_and_option_has_help() -> None:
    text = reference()
    assert all(f"\n## `newsspider {name}`" in text for name in COMMANDS)
    for line in text.splitlines():
        if line.startswith("* `"):
            assert line.partition("`: ")[2].strip(), line
