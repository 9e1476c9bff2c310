from pathlib import Path

import pytest

from storage.models import Base

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-model.md"


@pytest.mark.parametrize("table", [*Base.metadata.sorted_tables], ids=lambda table: table.name)
def test_every_table_and_column_is_in_the_docs(table) -> None:
    _, found, section = DOCUMENT.read_text(encoding="utf-8").partition(f"\n## `{table.name}`\n")
    assert found
    section = section.partition("\n## ")[0]
    missing = [column.name for column in table.columns if f"| `{column.name}` |" not in section]
    assert missing == []


def test_the_search_index_is_in_the_docs() -> None:
    assert "\n## `article_words`\n" in DOCUMENT.read_text(encoding="utf-8")
