"""The gate's confusion table on its labelled set of pages.

python benchmarks/gate.py [--folder FOLDER] [--corpora FOLDER [--last-look]]

With ``--corpora`` it prints, beside its own set, what becomes of the pages of each kind there: of
the publishers that the weights were fitted on, or with ``--last-look`` of the others.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from kit.corpora import is_last_look
from kit.corpora import load as load_corpus
from kit.kinds import ARTICLES, OTHERS, kinds_of
from rich import box
from rich.console import Console
from rich.table import Table

from newsspider.extraction import extract
from newsspider.items import Page, Rejected

FOLDER = Path(__file__).parents[1] / "tests/newsspider/extraction/gate"
FETCHED_AT = datetime(2024, 12, 31, 12, tzinfo=UTC)
ARTICLE = "article"
REPEATED = re.compile(r"\{\{(menu|\d+) (.*?)\}\}", re.DOTALL)
"""``{{5 <li>$headline</li>}}``: a form filled with so many headlines, or with the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled page."""

    name: str
    label: str
    """``article``, or the reason for which the page is to be rejected."""

    paywalled: bool
    page: Page


def load(folder: Path = FOLDER) -> Iterator[Case]:
    """The labelled set, a TOML a language: pages as they differ, in a frame of site chrome."""
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for entry in table["page"]:
            yield _case(folder, {"lang": path.stem, **table["words"]}, entry)


def _case(folder: Path, words: Mapping[str, Any], entry: Mapping[str, Any]) -> Case:
    url = f"https://{words['lang']}.example{entry.get('path', '/news/48213')}"
    frame = (folder / "frames" / f"{entry['frame']}.html").read_text("utf-8")
    values = {"head": "", **words, **entry, "url": url}
    filled = {name: _repeated(values[name], words) for name in ("head", "main")}
    markup = Template(_repeated(frame, words)).substitute({**values, **filled})
    return Case(
        name=f"{words['lang']}: {entry['name']}",
        label=entry["label"],
        paywalled=entry.get("paywalled", False),
        page=Page(url=url, body=markup.encode(), fetched_at=FETCHED_AT),
    )


def _repeated(markup: str, words: Mapping[str, Any]) -> str:
    return REPEATED.sub(lambda repeat: "".join(_forms(repeat[1], repeat[2], words)), markup)


def _forms(of: str, form: str, words: Mapping[str, Any]) -> Iterator[str]:
    if of == "menu":
        for at, label in enumerate(words["menu"]):
            yield Template(form).safe_substitute(href=f"/section-{at}", label=label)
    else:
        for at, (headline, teaser) in enumerate(words["headlines"][: int(of)]):
            values = {"href": f"/news/{48300 + at}", "headline": headline, "teaser": teaser}
            yield Template(form).safe_substitute(values)


def verdict(case: Case) -> str:
    """``article`` or the reason."""
    outcome = extract(case.page)
    return str(outcome.reason) if isinstance(outcome, Rejected) else ARTICLE


def confusion(pairs: Sequence[tuple[str, str]]) -> Table:
    """Labels down, verdicts across."""
    counted = Counter(pairs)
    names = sorted({name for pair in pairs for name in pair}, key=lambda n: (n != ARTICLE, n))
    shown = Table("label", box=box.SIMPLE_HEAD)
    for name in names:
        shown.add_column(name, justify="right")
    for label in names:
        shown.add_row(label, *(str(counted[label, judged_as] or "") for judged_as in names))
    return shown


def of_corpora(folder: Path, *, last_look: bool) -> Iterator[tuple[str, str, str]]:
    """The address of each page, its kind (of an article, its corpus), and the verdict."""
    for name in (*ARTICLES, OTHERS):
        if not (folder / name / "index.jsonl").exists():
            print(f"missing: {folder / name} has no index.jsonl", file=sys.stderr)
            continue
        samples = zip(load_corpus(folder / name), kinds_of(folder / name), strict=True)
        for sample, kind in samples:
            if is_last_look(sample) is last_look:
                outcome = extract(Page(url=sample.url, body=sample.html, fetched_at=FETCHED_AT))
                verdict = str(outcome.reason) if isinstance(outcome, Rejected) else ARTICLE
                yield sample.url, kind if name == OTHERS else name, verdict


def show_corpora(console: Console, folder: Path, *, last_look: bool) -> None:
    """Print the table of the corpora, and which articles were rejected."""
    judged = list(of_corpora(folder, last_look=last_look))
    console.print(confusion([(kind, outcome) for _, kind, outcome in judged]))
    for kind in dict.fromkeys(kind for _, kind, _ in judged):
        outcomes = [outcome for _, of, outcome in judged if of == kind]
        stored = sum(outcome == ARTICLE for outcome in outcomes)
        console.print(f"{kind}: {stored} of {len(outcomes)} stored")
    for url, kind, outcome in judged:
        if kind in ARTICLES and outcome != ARTICLE and not last_look:
            console.print(f"{url}: {outcome}, an article of {kind}", markup=False)


def rates(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of ``article``, in per cent."""
    both = sum(label == judged_as == ARTICLE for label, judged_as in pairs)
    judged_as = sum(judged_as == ARTICLE for _, judged_as in pairs)
    labelled = sum(label == ARTICLE for label, _ in pairs)
    return 100 * both / max(judged_as, 1), 100 * both / max(labelled, 1)


def main() -> None:
    """Print the table, the rates, and each page that did not get its label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora")
    parser.add_argument("--last-look", action="store_true", help="the publishers left out of fits")
    given = parser.parse_args()
    judged = [(case, verdict(case)) for case in load(given.folder)]
    pairs = [(case.label, options) for case, options in judged]
    console = Console(width=160)
    console.print(confusion(pairs))
    precision, recall = rates(pairs)
    console.print(f"{len(pairs)} pages; article: precision {precision:.1f}, recall {recall:.1f}")
    for case, options in judged:
        if options != case.label:
            console.print(f"{case.name}: {options}, not {case.label}", markup=False)
    if given.corpora:
        show_corpora(console, given.corpora, last_look=given.last_look)


if __name__ == "__main__":
    main()
