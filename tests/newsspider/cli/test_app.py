"""The frame: what it says of the commands without importing them, and what it imports."""

import pkgutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

import typer
from typer.main import get_group

from newsspider import cli
from newsspider.cli.app import COMMANDS, app


def test_the_table_says_what_the_commands_say() -> None:
    for module in pkgutil.walk_packages(cli.__path__, "newsspider.cli."):
        import_module(module.name)
    app.info.cls, lazy = None, app.info.cls
    try:
        commands = get_group(app).commands
    finally:
        app.info.cls = lazy
    assert set(commands) == set(COMMANDS)
    for name, command in commands.items():
        own_help = " ".join((command.help or "").split("\n\n")[0].split())
        assert (COMMANDS[name].help, COMMANDS[name].hidden) == (own_help, command.hidden), name


def test_each_command_is_in_the_module_that_the_table_names() -> None:
    group = get_group(app)
    for name, entry in COMMANDS.items():
        command = group.get_command(typer.Context(group), name)
        assert command is not None
        assert command.params or "commands" in vars(command), f"{name} is not in {entry.module}"


def test_help_lists_commands_in_full_and_imports_none(run: Callable) -> None:
    shown = run("--help")
    assert shown.code == 0
    assert (
        "  stats      Count the articles by site, section, language and day, the runs," in shown.out
    )
    assert "run-source" not in shown.out
    code = (
        "import sys; from newsspider import cli; sys.argv[1:] = ['--help']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('rich', 'sqlalchemy', 'storage',"
        " 'newsspider.cli.corpus', 'newsspider.cli.ops'))], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.strip() == "[]"


def test_a_group_without_a_command_answers_with_its_help(run: Callable) -> None:
    for words in ((), ("db",), ("sources",), ("archive",)):
        shown = run(*words)
        assert (shown.code, shown.err) == (2, "")
        assert shown.out == run(*words, "--help").out


def test_a_command_that_is_not_there_is_answered_with_those_like_it(run: Callable) -> None:
    assert "No such command 'serch'. Did you mean 'search'?" in run("serch").err
    assert "No such command 'bakcup'. Did you mean 'backup'?" in run("db", "bakcup").err
