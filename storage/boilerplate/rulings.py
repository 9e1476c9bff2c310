"""The learned lines of a site, and a person's rulings on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsspider.boilerplate import key_of
from newsspider.errors import NewsspiderError
from storage.boilerplate import learning, traces
from storage.corpus import sites
from storage.models import ArticleRow, BoilerplateRow, CutRow, SiteRow, TraceRow


class Ruling(StrEnum):
    """Where a line stands."""

    LEARNED = "learned"
    """Cut where it repeats."""

    KEPT = "kept"
    """Never cut: a person said so."""

    FORGOTTEN = "forgotten"
    """A person had it forgotten, and it was not learned anew since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateLine:
    """One line of a site's boilerplate."""

    id: int
    text: str
    state: Ruling
    seen: int
    """Articles whose body, as it was read, holds it."""

    cut: int
    """Articles that it is cut from."""


def find_site(session: Session, text: str) -> SiteRow:
    """The one site with this host or name; raises ``NewsspiderError``."""
    site_ids = sites.find_sites(session, text)
    if not site_ids:
        raise NewsspiderError(
            f"No site {text} is in the corpus: newsspider stats lists those that are."
        )
    rows = [session.get_one(SiteRow, number) for number in site_ids]
    if len(rows) > 1:
        hosts = ", ".join(row.host for row in rows)
        raise NewsspiderError(f"Several sites are called {text}: name one by its host ({hosts}).")
    return rows[0]


def list_lines(session: Session, site_id: int) -> list[BoilerplateLine]:
    """The site's boilerplate, the lines that are cut most first."""
    seen = _seen(session, site_id)
    cut = _cut(session, site_id)
    rows = session.scalars(select(BoilerplateRow).where(BoilerplateRow.site_id == site_id))
    lines = [
        BoilerplateLine(
            id=row.id,
            text=row.text,
            state=_state(row, cut[row.id]),
            seen=seen[row.key],
            cut=cut[row.id],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (-line.cut, -line.seen, line.text))


def keep_line(session: Session, site_id: int, line: str, *, now: datetime) -> int:
    """Never cut this line (its id or text) on this site; how many articles have it back.

    Raises ``NewsspiderError`` for a line that was not learned.
    """
    row = _find(session, site_id, line)
    row.kept, row.forgotten_up_to = True, None
    session.flush()
    return learning.relearn_site(session, site_id, now=now)


def forget_line(session: Session, site_id: int, line: str, *, now: datetime) -> int:
    """Forget the line, even where it is kept; returns how many articles changed.

    Only articles that are stored from now on are evidence for it. Raises ``NewsspiderError`` for a
    line that was not learned.
    """
    row = _find(session, site_id, line)
    row.kept, row.forgotten_up_to = False, session.scalar(select(func.max(ArticleRow.id)))
    session.flush()
    return learning.relearn_site(session, site_id, now=now)


def _find(session: Session, site_id: int, line: str) -> BoilerplateRow:
    host = sites.lock_site_id(session, site_id).host
    statement = select(BoilerplateRow).where(BoilerplateRow.site_id == site_id)
    row = session.scalar(statement.where(BoilerplateRow.key == key_of(line)))
    if row is None and line.isascii() and line.isdigit() and len(line) < len(str(2**31)):
        row = session.scalar(statement.where(BoilerplateRow.id == int(line)))
    if row is None:
        raise NewsspiderError(
            f"No line {line} was learned on {host}: newsspider chrome {host} lists those that were."
        )
    return row


def _seen(session: Session, site_id: int) -> Counter[int]:
    statement = select(TraceRow.trace).where(TraceRow.site_id == site_id)
    counted: Counter[int] = Counter()
    for made in session.scalars(statement.execution_options(yield_per=500)):
        counted.update(traces.line_keys(made))
    return counted


def _cut(session: Session, site_id: int) -> Counter[int]:
    statement = (
        select(CutRow.line_id, func.count(CutRow.article_id.distinct()).label("articles"))
        .join(BoilerplateRow, CutRow.line_id == BoilerplateRow.id)
        .where(BoilerplateRow.site_id == site_id)
        .group_by(CutRow.line_id)
    )
    return Counter({row.line_id: row.articles for row in session.execute(statement)})


def _state(row: BoilerplateRow, cut: int) -> Ruling:
    if row.kept:
        return Ruling.KEPT
    return Ruling.LEARNED if cut or row.forgotten_up_to is None else Ruling.FORGOTTEN
