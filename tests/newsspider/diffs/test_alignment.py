from difflib import SequenceMatcher
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsspider.diffs.alignment import Budget, align

letters = st.text("abc", max_size=14)


def longest(old: str, new: str) -> int:
    """The length of the longest common subsequence, from its definition."""
    lengths = [0] * (len(new) + 1)
    for letter in old:
        row = [0]
        for at, other in enumerate(new):
            best = lengths[at] + 1 if letter == other else max(lengths[at + 1], row[at])
            row.append(best)
        lengths = row
    return lengths[-1]


@given(letters, letters)
def test_pairs_agree_stand_in_order_and_are_as_many_as_can_be(old: str, new: str) -> None:
    pairs = align(old, new, Budget())
    assert all(old[x] == new[y] for x, y in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert len(pairs) == longest(old, new)


@given(letters, letters, st.integers(-1, 20))
def test_a_budget_that_runs_out_leaves_the_common_ends(old: str, new: str, steps: int) -> None:
    old, new = f"x{old}y", f"x{new}y"
    pairs = align(old, new, Budget(steps))
    assert pairs[0] == (0, 0)
    assert pairs[-1] == (len(old) - 1, len(new) - 1)
    assert all(old[x] == new[y] for x, y in pairs)


def test_hostile_sequences_take_no_more_than_the_budget() -> None:
    # Much repeats and little agrees: difflib takes minutes for this.
    old, new = "ab" * 200_000, "ba" * 100_000 + "a" * 200_000
    budget = Budget()
    align(old, new, budget)
    assert budget.steps >= -len(old)


def test_it_finds_what_difflib_finds_in_an_ordinary_text() -> None:
    old = [str(number) for number in range(300)]
    new = [*old[:50], "new", *old[60:200], "other", *old[201:]]
    expected = sum(block.size for block in SequenceMatcher(None, old, new).get_matching_blocks())
    assert len(align(old, new, Budget())) == expected
