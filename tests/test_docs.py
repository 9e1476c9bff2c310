"""What the docs, comments and settings say of the code: every module and file that they name is there."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("newsspider", "storage", "pipelines")
TEXTS = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", "*.toml", "*.cfg", "Makefile", "docs/**/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"  # what was so then
)
CODE = sorted(
    path.relative_to(ROOT)
    for folder in (*PACKAGES, "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "versions"  # migrations: what was so then
)

DOTTED = re.compile(rf"(?<![\w./:@-])((?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+)")
FILE = re.compile(rf"`((?:(?:{'|'.join(PACKAGES)}|benchmarks)/[\w./-]+|\w+\.py))`")
NO_MODULES = {"db", "service", "timer", "toml", "prom", "example", "org", "test"}
"""Endings of files and hosts that begin with the project's name."""

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(
    r"^\| \*\*(?P<word>[^*]+)\*\* \| (?P<meaning>[^|]+) \| (?P<places>[^|]+) \|$", re.M
)


def rows() -> list[tuple[str, str]]:
    text = GLOSSARY.read_text("utf-8")
    return [(row["word"], row["places"]) for row in ROW.finditer(text)]


def is_there(dotted: str) -> bool:
    """Whether the name is a module, or something in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length])
        if path.is_dir() or path.with_suffix(".py").is_file():
            break
    if length == len(parts):
        return True
    value: object = importlib.import_module(".".join(parts[:length]))
    for name in parts[length:]:
        if not hasattr(value, name):
            fields = getattr(value, "__dataclass_fields__", {})
            return name in fields
        value = getattr(value, name)
    return True


def named(text: str) -> Iterator[str]:
    for match in DOTTED.finditer(text):
        if match[1].split(".")[1] not in NO_MODULES:
            yield match[1]


@pytest.mark.parametrize("path", TEXTS, ids=str)
def test_a_text_names_only_modules_and_files_that_are_there(path: Path) -> None:
    text = (ROOT / path).read_text("utf-8")
    assert [name for name in named(text) if not is_there(name)] == []
    assert [name for name in FILE.findall(text) if name.rstrip("/") not in known_files()] == []


def test_comments_and_docstrings_name_only_modules_that_are_there() -> None:
    gone = {
        f"{path}: {name}"
        for path in CODE
        for name in named((ROOT / path).read_text("utf-8"))
        if not is_there(name)
    }
    assert sorted(gone) == []


@cache
def known_files() -> frozenset[str]:
    """The files and folders of the code from the top, and the files by name alone."""
    paths = [path for folder in (*PACKAGES, "benchmarks") for path in (ROOT / folder).rglob("*")]
    from_top = {str(path.relative_to(ROOT)) for path in paths}
    return frozenset({*from_top, *(path.name for path in paths)})


@cache
def words_of_code() -> str:
    """The packages' code, its names and modules taken apart into words: ``index page``."""
    code = (path for path in CODE if path.parts[0] in PACKAGES)
    return spaced("\n".join(f"{path}\n{(ROOT / path).read_text('utf-8')}" for path in code))


def spaced(code: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", code)
    return " ".join(re.sub("[_-]", " ", apart).lower().split())


def test_the_glossary_has_some_forty_words() -> None:
    words = [word for word, _ in rows()]
    assert len(words) >= 40
    assert words == sorted(words, key=str.lower)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(("word", "places"), rows(), ids=[word for word, _ in rows()])
def test_a_word_of_the_glossary_is_used_by_the_code_and_lives_where_it_says(
    word: str, places: str
) -> None:
    singular = word.lower().replace("-", " ").removesuffix("s")
    assert re.search(rf"\b{re.escape(singular)}s?\b", words_of_code()), "no code says so"
    living = re.findall(r"`([^`]+)`", places)
    assert living
    assert [place for place in living if not is_there(place)] == []
