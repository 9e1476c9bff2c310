"""Why a field is not the one of the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.engines import Answer
from kit.field_losses import author_losses, date_losses, title_losses
from kit.scores import set_f1


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("FERRY stops for the winter.", []),
        (None, ["none found"]),
        ("Ferry stops for the winter - The Harbour", ["more than the title"]),
        ("Ferry stops", ["less than the title"]),
        ("No boats till spring", ["other words"]),
    ],
)
def test_title(sample, title, kinds):
    assert [loss.kind for loss in title_losses(sample, Answer(title=title))] == kinds


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2024-05-03", []),
        (None, ["none found"]),
        ("2024-05-04", ["one day off"]),
        ("2024-03-05", ["day and month changed over"]),
        ("2024-05-20", ["right month, other day"]),
        ("2025-01-01", ["a later date"]),
        ("1999-01-01", ["an earlier date"]),
    ],
)
def test_date(sample, day, kinds):
    assert [loss.kind for loss in date_losses(sample, Answer(day=day))] == kinds


@pytest.mark.parametrize(
    ("authors", "kinds"),
    [
        (["Ada Lind"], []),
        ([], ["missing: none found"]),
        (["Ada Lind, Harbour"], ["extra: more than the name", "missing: found with more or less"]),
        (["Ada Lind", "Harbour"], ["extra: other"]),
        (["Harbour"], ["extra: other", "missing: another was found"]),
    ],
)
def test_authors(sample, authors, kinds):
    losses = author_losses(sample, Answer(authors=tuple(authors)))
    assert [loss.kind for loss in losses] == kinds
    assert sum(loss.cost for loss in losses) == pytest.approx(1 - set_f1(authors, ["Ada Lind"]))


def test_what_the_corpus_does_not_know_is_no_loss(sample):
    unknown = replace(sample, title=None, days=None, authors=None)
    answer = Answer(title="Any", day="2020-01-01", authors=("Any",))
    assert not [*title_losses(unknown, answer), *date_losses(unknown, answer)]
    assert not author_losses(unknown, answer)
