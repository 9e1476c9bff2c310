"""The command's frame: its sub-commands, and how an error reaches the person who typed it.

The module of a command is imported when the command is called: to import them all takes longer
than most commands do.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from newsspider import __version__
from newsspider.cli.kit.options import LOG_FORMAT, LogFormat
from newsspider.cli.kit.values import read_plainly
from newsspider.config import lay_file_below_environment
from newsspider.errors import NewsspiderError, UsageError

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the help lists it, known without an import."""

    module: str
    """Below ``newsspider.cli``: importing it registers the command with ``app``."""

    help: str
    """The first paragraph of the command's own help."""

    hidden: bool = False


COMMANDS: Mapping[str, Entry] = {
    "changes": Entry(
        "corpus.changes",
        "List the headlines that publishers changed, with what they were before, latest first.",
    ),
    "chrome": Entry(
        "corpus.chrome",
        "List the lines that repeat across a site's pages and are cut from them, or overrule that.",
    ),
    "crawl": Entry(
        "crawl.crawl",
        "Follow a site's feeds, sitemaps and sections to its articles and store them.",
    ),
    "demo": Entry(
        "crawl.demo",
        "Crawl a small news world that is served here, and show what can be asked of it.",
    ),
    "export": Entry(
        "corpus.export", "Write all articles that fit into a file: JSON Lines, CSV or Parquet."
    ),
    "extract": Entry(
        "crawl.extract",
        "Print the record of one page without storing it, or with --explain why it is so.",
    ),
    "health": Entry(
        "ops.health", "List the alarms of the sources; the command ends with 1 while one is open."
    ),
    "import": Entry(
        "corpus.imports",
        "Store the articles of an export in JSON Lines; to do it again changes nothing.",
    ),
    "ingest": Entry(
        "crawl.ingest", "Store single pages and print the records, or all pages of WARC files."
    ),
    "metrics": Entry(
        "ops.metrics", "Print what each source gave, and its open alarms, as Prometheus reads it."
    ),
    "reextract": Entry(
        "archive.reextract",
        "Read the articles' archived pages again and show what changes; store it with --apply.",
    ),
    "rejected": Entry(
        "corpus.rejected",
        "List the pages that gave no article, with the reason and its evidence, latest first.",
    ),
    "runs": Entry(
        "ops.runs", "List the runs, the latest first; or show one with all that was measured."
    ),
    "schedule": Entry(
        "crawl.schedule", "Crawl each source when it is due, until Ctrl-C or SIGTERM."
    ),
    "run-due": Entry(
        "crawl.schedule", "Crawl the sources that are due, then end: for cron and systemd."
    ),
    "run-source": Entry(
        "crawl.schedule",
        "Crawl one source in this process: what ``schedule`` and ``run-due`` start.",
        hidden=True,
    ),
    "search": Entry(
        "corpus.search",
        'Find articles: all words, "phrases", OR, -not, prefix*, brackets; title: section: site: '
        "author: lang: tag: since: until:.",
    ),
    "show": Entry(
        "corpus.show",
        "Show one article: every field with its evidence, the text, and what was cut from it.",
    ),
    "stats": Entry(
        "corpus.stats",
        "Count the articles by site, section, language and day, the runs, and what was rejected.",
    ),
    "archive": Entry("archive.commands", "The answers as they came, in WARC files."),
    "db": Entry("ops.db", "Care for the database."),
    "sources": Entry("sources.commands", "The sites that are crawled again and again."),
}
"""All commands, in the order in which the help lists them; a test compares them with the real ones.
"""


class CommandGroup(TyperGroup):
    """A group that answers with its help, on standard output, where no command is named."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take the group's own options off ``args``; ends with 2 where nothing is left to do."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            ctx.exit(2)
        read_plainly(self, ctx)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the first paragraph of each command's help, in full."""
        shown = [command for command in self.commands.values() if not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl([(c.name or "", (c.help or "").split("\n\n")[0]) for c in shown])


class Newsspider(CommandGroup):
    """The commands of ``COMMANDS``; those that are not imported yet are a name and a help."""

    def __init__(self, *, commands: Mapping[str, Command], **attrs: Any) -> None:
        names = {
            name: TyperCommand(name, help=entry.help, hidden=entry.hidden)
            for name, entry in COMMANDS.items()
        }
        super().__init__(commands={**names, **commands}, **attrs)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Import the command of that name; ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        import_module(f"newsspider.cli.{COMMANDS[cmd_name].module}")
        command = get_group(app).commands[cmd_name]
        read_plainly(command, ctx)
        return command

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so, without importing any command."""
        names = [
            CompletionItem(name, help=command.get_short_help_str())
            for name, command in self.commands.items()
            if name.startswith(incomplete) and not command.hidden
        ]
        return names + super(TyperGroup, self).shell_complete(ctx, incomplete)


app = typer.Typer(
    name="newsspider",
    cls=Newsspider,
    help="Turn news sites into a clean, searchable corpus.",
    # Rich's boxes and tracebacks take longer to import than all else that --help needs.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


GARBAGE_THRESHOLD = 50_000
"""Objects that are made, and not freed, until Python looks for garbage; its own bound is 700."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsspider {__version__}")
        raise typer.Exit


@app.callback()
def newsspider(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    log_format: Annotated[
        LogFormat,
        typer.Option(
            envvar=LOG_FORMAT,
            show_envvar=True,
            help="Log lines for people, or as JSON with the ids of run and source.",
        ),
    ] = LogFormat.TEXT,
) -> None:
    """Turn news sites into a clean, searchable corpus."""
    # Commands start others, which shall write as they do.
    os.environ[LOG_FORMAT] = log_format.value


def main() -> None:
    """Run the command; an error that a person can mend is one sentence and a non-zero exit."""
    # Modules are hardly ever garbage, and looking for it is a fifth of the time that imports take.
    gc.set_threshold(GARBAGE_THRESHOLD)
    _write_utf8()
    try:
        lay_file_below_environment()
        app()
    except NewsspiderError as error:
        from newsspider.cli.kit.terminal import note

        note(f"newsspider: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _write_utf8() -> None:
    """The corpus is in every script: an older locale gets UTF-8 too, and no crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
