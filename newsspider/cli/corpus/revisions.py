"""The versions of one article: a list of them, and two of them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsspider.cli.kit import formats
from newsspider.cli.kit.differences import print_differences
from newsspider.cli.kit.options import TableOrJson
from newsspider.cli.kit.terminal import Cell, output, table
from newsspider.diffs import compare
from newsspider.errors import NewsspiderError
from storage.corpus import revisions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.diffs import Difference
    from storage.corpus.revisions import Revision
    from storage.models import ArticleRow


def print_revisions(session: Session, row: ArticleRow, form: TableOrJson) -> None:
    """The article's versions, the first one first."""
    found = revisions.list_revisions(session, row)
    with output() as console:
        if form is TableOrJson.JSON:
            formats.write_json([_object(row.id, revision) for revision in found])
            return
        listed = table("revision", "seen (UTC)", "changed", "title")
        listed.columns[0].justify = "right"
        listed.columns[1].no_wrap = True
        listed.columns[2].max_width = console.width // 4
        listed.columns[3].overflow = "fold"
        for revision in found:
            listed.add_row(
                str(revision.number),
                f"{revision.seen_at:%Y-%m-%d %H:%M}",
                Cell(_changed(revision), "yellow"),
                Cell(revision.article.title, "bold"),
            )
        console.print(listed)


def print_difference(
    session: Session, row: ArticleRow, old: int, new: int | None, form: TableOrJson
) -> None:
    """What the version ``new``, else the current one, says otherwise than the version ``old``.

    Raises ``NewsspiderError`` for a version that the article does not have.
    """
    before, after = _find(session, row, old), _find(session, row, new)
    differences = compare(before.article, after.article)
    with output() as console:
        if form is TableOrJson.JSON:
            formats.write_json(
                {
                    "id": row.id,
                    "url": row.url,
                    "old": _moment(before),
                    "new": _moment(after),
                    "differences": [_difference(each) for each in differences],
                }
            )
            return
        console.print(f"{_name(before)} → {_name(after)}", style="dim")
        print_differences(console, differences)
        if not differences:
            console.print("They do not differ.")


def _find(session: Session, row: ArticleRow, number: int | None) -> Revision:
    found = revisions.find_revision(session, row, number)
    if found is None:
        raise NewsspiderError(
            f"Article {row.id} has no revision {number}:"
            f" newsspider show {row.id} --revisions lists those that it has."
        )
    return found


def _changed(revision: Revision) -> str | None:
    fields = ", ".join(revision.changed)
    if revision.extractor is None:
        return fields or None
    return f"{fields} (read again by newsspider {revision.extractor})"


def _name(revision: Revision) -> str:
    return f"revision {revision.number}, {revision.seen_at:%Y-%m-%d %H:%M} UTC"


def _moment(revision: Revision) -> dict[str, Any]:
    return {"revision": revision.number, "seen_at": revision.seen_at.isoformat()}


def _object(article_id: int, revision: Revision) -> dict[str, Any]:
    record = formats.article_object(article_id, revision.article)
    made = {"changed": list(revision.changed), "extractor": revision.extractor}
    return _moment(revision) | made | record


def _difference(difference: Difference) -> dict[str, Any]:
    passages = [
        {
            "old_kind": passage.old_kind,
            "new_kind": passage.new_kind,
            "pieces": [{"edit": piece.edit, "text": piece.text} for piece in passage.pieces],
        }
        for passage in difference.passages
    ]
    return {"field": difference.field, "passages": passages}
