"""How witnesses are weighed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.page.evidence import Witness, decide, support


def test_no_witness_is_no_decision():
    assert decide([], str) is None


def test_witnesses_that_agree_outweigh_a_stronger_one():
    said = [Witness("A", "h1", 0.6), Witness("b", "title", 0.5), Witness("B", "meta", 0.5)]
    decision = decide(said, str.lower)
    assert decision is not None
    assert decision.value == "b"
    assert decision.provenance.confidence == 0.75


def test_the_strongest_of_those_that_agree_gives_the_spelling():
    decision = decide([Witness("flood", "meta", 0.3), Witness("Flood", "h1", 0.7)], str.lower)
    assert decision is not None
    assert (decision.value, decision.provenance.source) == ("Flood", "h1")


def test_one_source_that_repeats_itself_is_one_witness():
    assert support([Witness("a", "meta", 0.5)] * 9) == 0.5


@given(
    st.lists(
        st.builds(Witness, st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(0, 1)),
        min_size=1,
    )
)
def test_a_decision_is_one_of_the_values(witnesses):
    decision = decide(witnesses, str)
    assert decision is not None
    assert decision.value in {witness.value for witness in witnesses}
    assert 0 <= decision.provenance.confidence <= 1
