"""Why a line was cut, as a person reads it."""

import pytest

from newsspider.extraction.body.model import model
from newsspider.extraction.body.reasons import in_words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("named as chrome", "named as chrome"),
        ("form", "inside <form>"),
        ("len=1|in|m, chrome=share", "a phrase of share, its length and ending"),
        ("sig=7|t=a, kk=koo|t=a|out, zone=a|t=li|out", "trafilatura leaves it out, after the text"),
        ("p:t=a, sib=so|len=1|t=a", "the lines beside it"),
    ],
)
def test_the_most_telling_facts_come_first(reason, words):
    assert in_words(reason) == words


def test_every_fact_that_the_model_weighs_has_words():
    silent = [fact for fact in model().weights if in_words(fact) == fact]
    assert silent == []
