"""The examples of ``docs/library.md`` give what the page says they give."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "library.md"


def test_the_examples_are_true():
    text = PAGE.read_text("utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(
        text.replace("pycon\n", "\n"), {}, PAGE.name, None, 0
    )
    said: list[str] = []
    result = doctest.DocTestRunner().run(examples, out=said.append)
    assert result.attempted > 10
    assert not result.failed, "".join(said)
