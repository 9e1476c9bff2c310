"""Pages with their answers: ``pages/<name>.html`` (or ``.txt``) and ``pages/<name>.json``.

An answer holds ``page`` (address, content type, and the charset that the file is sent in),
``profile`` where the site is known, and either ``record`` as ``newsspider ingest --format json``
prints it (less ``text``, ``section`` and ``provenance``) or the ``rejected`` reason.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsspider.extraction import extract
from newsspider.items import Rejected, SiteProfile
from newsspider.schemas.record import record

FOLDER = Path(__file__).parent / "pages"
SAMPLES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".html", ".txt"))
DERIVED = ("text", "section", "provenance")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_page_gives_its_answer(page, sample):
    answers = sample.with_suffix(".json")
    assert answers.exists(), f"{sample.name} has no answer: write {answers.name} beside it"
    answer = json.loads(answers.read_text(encoding="utf-8"))
    sent = answer["page"]
    body = sample.read_text(encoding="utf-8").encode(sent.get("charset", "utf-8"))
    headers = {"content-type": sent.get("content_type", "text/html")}
    profile = answer.get("profile", {})
    outcome = extract(
        page(body, url=sent["url"], headers=headers),
        SiteProfile(**{**profile, "sections": tuple(profile.get("sections", ()))}),
    )
    if isinstance(outcome, Rejected):
        assert answer.get("rejected") == outcome.reason, outcome.evidence
        return
    assert "record" in answer, f"an article, where {answer.get('rejected')} was expected"
    found = {name: value for name, value in record(outcome).items() if name not in DERIVED}
    assert found == answer["record"]


def test_every_answer_has_its_page():
    names = {sample.stem for sample in SAMPLES}
    assert [path.name for path in FOLDER.glob("*.json") if path.stem not in names] == []
