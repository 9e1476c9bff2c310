"""The pages of the documentation that are made: ``python -m newsspider.cli.reference FOLDER``.

``cli.md`` comes from the commands, ``configuration.md`` from ``newsspider.config``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from newsspider.cli.app import app
from newsspider.config import CONFIG, FILE, FOREIGN, GROUPS, Setting

PREFACE = """\
<!-- Made by `make docs` from the commands themselves; a test holds it true. -->

Every command ends with 0 when it did what was asked, with 1 when some of it failed (each failure is
named with its reason), with 2 when it was asked wrongly, and with 130 when it was interrupted.
Records and tables go to standard output, everything else to standard error.

"""


CONFIGURATION = f"""\
# Configuration

<!-- Made by `make docs` from newsspider/config.py; a test holds it true. -->

A setting is what the command line says, else the environment, else the file, else the default.

The file is `{FILE}` in the working directory, or what `{CONFIG}` names; it need not be there.
It is TOML, and its keys are those of the tables below. What it says reaches the processes that a
command starts, too. A value that does not fit, or a key that is none, ends the command with 2 and
one sentence.

```toml
database_url = "postgresql://user:password@host/corpus"
contact = "desk@news.example"
max_pages = 5000
```

In the environment a setting is called `NEWSSPIDER_` and its key in capitals:
`NEWSSPIDER_MAX_PAGES`. What is said of one site stands elsewhere: in [sources](sources.md).
`scrapy crawl` knows the same settings by their key in capitals: `-s MAX_PAGES=5000`; it has
others of Scrapy's, which `newsspider/settings.py` fixes with reasons.
"""

FOREIGN_PREFACE = """\
## Variables of other programs

Read as those programs read them.
"""


def commands_page() -> str:
    """Markdown of every command with its arguments and options."""
    command = get_command(app)
    context = typer.Context(command, info_name="newsspider")
    text = get_docs_for_click(obj=command, ctx=context, name="newsspider")
    title, _, rest = text.partition("\n\n")
    return f"{title}\n\n{PREFACE}{rest.strip()}\n"


def configuration_page() -> str:
    """Markdown of every setting with its default, unit and reason."""
    parts = [CONFIGURATION]
    for title, settings in GROUPS.items():
        rows = [_row(setting) for setting in settings]
        parts.append(
            f"## {title}\n\n"
            "| key | default | unit | command line | what it is, and why |\n|---|---|---|---|---|\n"
            + "\n".join(rows)
            + "\n"
        )
    variables = "\n".join(f"- `{name}`: {help_}" for name, help_ in FOREIGN.items())
    return "\n".join([*parts, f"{FOREIGN_PREFACE}\n{variables}\n"])


def _row(setting: Setting) -> str:
    default = setting.shown_default or (f"`{setting.default}`" if setting.default != "" else "none")
    option = f"`{setting.option}`" if setting.option else ""
    cells = (f"`{setting.key}`", default, setting.unit, option, setting.help)
    return f"| {' | '.join(cells)} |"


PAGES = {"cli.md": commands_page, "configuration.md": configuration_page}


if __name__ == "__main__":
    for name, page in PAGES.items():
        Path(sys.argv[1], name).write_text(page(), "utf-8")
