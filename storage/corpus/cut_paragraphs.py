"""The paragraphs that were cut from bodies as learned boilerplate: nothing is cut silently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from newsspider.boilerplate import CutPositions, key_of
from newsspider.items import Kind, Paragraph
from storage.db.upsert import add_missing
from storage.models import BoilerplateRow, CutRow

Body = tuple[Paragraph, ...]


def of_article(session: Session, article_id: int) -> Body:
    """The paragraphs that were cut from the article, in its order."""
    return tuple(_paragraph(row) for row in _rows(session, article_id))


def restore_body(session: Session, article_id: int, body: Body) -> Body:
    """The body as it was read: the stored paragraphs with the cut ones in their places."""
    paragraphs = list(body)
    for row in _rows(session, article_id):
        paragraphs.insert(row.position, _paragraph(row))
    return tuple(paragraphs)


def find_cuts(session: Session, article_ids: Collection[int]) -> dict[int, CutPositions]:
    """Which paragraphs are cut now, for each of the articles."""
    statement = select(CutRow.article_id, CutRow.position).where(CutRow.article_id.in_(article_ids))
    positions: dict[int, set[int]] = defaultdict(set)
    for article_id, position in session.execute(statement):
        positions[article_id].add(position)
    return {article_id: frozenset(positions[article_id]) for article_id in article_ids}


def replace_cuts(
    session: Session, site_id: int, article_id: int, read: Body, cut: CutPositions
) -> None:
    """Note that these paragraphs of the body as it was read are cut, and no others."""
    session.execute(delete(CutRow).where(CutRow.article_id == article_id))
    if not cut:
        return
    lines = _lines(session, site_id, [read[at].text for at in sorted(cut)])
    rows = [
        {
            "article_id": article_id,
            "position": at,
            "line_id": lines[key_of(read[at].text)],
            "kind": read[at].kind.value,
            "text": read[at].text,
        }
        for at in sorted(cut)
    ]
    add_missing(session, CutRow, rows)


def drop_unused_lines(session: Session, site_id: int) -> None:
    """Forget the lines that are cut from no article, where no person ruled on them."""
    session.execute(
        delete(BoilerplateRow).where(
            BoilerplateRow.site_id == site_id,
            BoilerplateRow.kept.is_(False),
            BoilerplateRow.forgotten_up_to.is_(None),
            ~exists().where(CutRow.line_id == BoilerplateRow.id),
        )
    )


def less_cut(read: Body, cut: CutPositions) -> Body:
    """The body without the paragraphs that are cut."""
    return tuple(paragraph for at, paragraph in enumerate(read) if at not in cut)


def _rows(session: Session, article_id: int) -> Sequence[CutRow]:
    statement = select(CutRow).where(CutRow.article_id == article_id).order_by(CutRow.position)
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def _paragraph(row: CutRow) -> Paragraph:
    return Paragraph(text=row.text, kind=Kind(row.kind))


def _lines(session: Session, site_id: int, texts: Sequence[str]) -> dict[int, int]:
    """The ids of these lines by key, added where they are new."""
    keys = {key_of(text): text for text in reversed(texts)}
    statement = select(BoilerplateRow.key, BoilerplateRow.id).where(
        BoilerplateRow.site_id == site_id, BoilerplateRow.key.in_(keys)
    )
    ids = {row.key: row.id for row in session.execute(statement)}
    missing = [
        {"site_id": site_id, "key": key, "text": text, "kept": False}
        for key, text in keys.items()
        if key not in ids
    ]
    if not missing:
        return ids
    add_missing(session, BoilerplateRow, missing)
    return {row.key: row.id for row in session.execute(statement)}
