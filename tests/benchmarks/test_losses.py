"""Each loss of a body has its class, and together they cost what the score lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.losses import ORDER, body_losses, piece_losses
from kit.scores import overlap

LEAD = "The ferry company said on Tuesday that it would end its winter service to the islands."
SECOND = "Islanders have written to the minister, and a petition has gathered four thousand names."
HEADING = "What the islanders say"
THIRD = (
    "The company says that it carries nine passengers a day and that each costs it sixty crowns."
)
CAPTION = "The old ferry leaves the harbour at dawn."
PROMO = "Read more: What the islanders paid last year"
BODY = [LEAD, SECOND, HEADING, THIRD]


def classes(sample, *lines: str) -> list[str]:
    return [loss.kind for loss in body_losses(sample, "\n".join(lines))]


def test_nothing_is_lost_where_letters_and_digits_are_equal(sample):
    assert body_losses(sample, " ".join(BODY).upper()) == []


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ([], ["missing: everything (empty body)"]),
        ([LEAD, CAPTION, SECOND, HEADING, THIRD], ["extra: caption"]),
        ([LEAD, SECOND, HEADING, PROMO, THIRD], ["extra: promo or related"]),
        ([LEAD, SECOND, SECOND, HEADING, THIRD], ["extra: the same line again"]),
        ([SECOND, HEADING, THIRD], ["missing: paragraph at the start"]),
        ([LEAD, HEADING, THIRD], ["missing: paragraph inside"]),
        ([LEAD, SECOND, HEADING], ["missing: paragraph at the end"]),
        ([LEAD, SECOND, THIRD], ["missing: heading"]),
        ([SECOND, LEAD, HEADING, THIRD], [ORDER]),
        ([*BODY, "A sentence that the reader never saw."], ["extra: paragraph at the end"]),
        ([LEAD + " (opens in a new window)", *BODY[1:]], ["extra: words within a line"]),
    ],
)
def test_class_of_each_line(sample, lines, kinds):
    assert classes(sample, *lines) == kinds


def test_what_the_page_does_not_show_is_said(sample):
    hidden = replace(sample, bodies=((*BODY, "Only the archive of the newspaper holds this."),))
    assert classes(hidden, *BODY) == ["missing: the page does not show it so"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.sampled_from([*BODY, CAPTION, PROMO, "Short", "One two three four five six"])))
def test_costs_add_up_to_what_the_score_lacks(sample, lines):
    body = "\n".join(lines)
    losses = body_losses(sample, body)
    if losses:
        lacks = 1 - overlap(body, "\n".join(BODY))[0]
        assert sum(loss.cost for loss in losses) == pytest.approx(lacks)


def test_pieces(sample):
    sample = replace(
        sample,
        must_contain=("four thousand names", "nine passengers", "never printed", "on  Tuesday"),
        must_not_contain=("old ferry", "paid last year"),
    )
    found = piece_losses(sample, f"{LEAD}\n{SECOND}\n{CAPTION}")
    assert [loss.kind for loss in found] == [
        "missing: paragraph",
        "missing: the page does not show it so",
        "missing: only spacing or characters differ",
        "extra: caption",
    ]
