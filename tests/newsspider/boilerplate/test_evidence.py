import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.boilerplate import AFFECTED, Line, PageTrace, Rulings, Trace, decide, key_of
from newsspider.boilerplate.evidence import REACH
from newsspider.items import Article, Kind, Paragraph

HOUSE = "The Herald is owned by its readers"
SENTENCE = "The Herald is owned by its readers and pays no dividend."
PROSE = " ".join(["The Herald was founded by seven printers in a flooded cellar."] * 6)


def test_a_line_is_cut_from_the_third_page_on(story, cut):
    pages = [story(number, end=[HOUSE]) for number in range(3)]
    assert cut(pages[:2]) == [[], []]
    assert cut(pages) == [[HOUSE]] * 3


@pytest.mark.parametrize("where", ["start", "end"])
@pytest.mark.parametrize("line", [HOUSE, SENTENCE, PROSE])
def test_a_line_at_the_edge_of_all_pages_is_cut(story, cut, where, line):
    own = tuple(Paragraph(text=f"{at} {PROSE}, {at}") for at in range(4))
    pages = [
        story(n, own=tuple(Paragraph(text=f"{n}: {p.text}") for p in own), **{where: [line]})
        for n in range(6)
    ]
    assert cut(pages) == [[line]] * 6


def test_other_case_and_punctuation_is_the_same_line(story, cut):
    written = [HOUSE, f"{HOUSE.upper()}!", f"— {HOUSE} —"]
    pages = [story(number, end=[line]) for number, line in enumerate(written)]
    assert cut(pages) == [[line] for line in written]


@pytest.mark.parametrize(("holders", "is_cut"), [(10, True), (9, False)])
def test_within_the_text_it_takes_half_of_the_pages(story, cut, holders, is_cut):
    pages = [story(n, within=[SENTENCE] if n < holders else []) for n in range(20)]
    assert cut(pages) == [[SENTENCE] if is_cut and n < holders else [] for n in range(20)]


def test_three_stories_on_one_subject_may_share_a_paragraph(story, cut):
    assert cut([story(number, within=[SENTENCE]) for number in range(3)]) == [[], [], []]


@pytest.mark.parametrize(
    ("line", "holders", "is_cut"),
    [
        (HOUSE, 3, True),
        (HOUSE, 2, False),
        (SENTENCE, 5, True),
        (SENTENCE, 4, False),
        (PROSE, 9, False),
        (PROSE, 10, True),
    ],
)
def test_the_more_a_line_reads_like_text_the_more_pages_it_takes(story, cut, line, holders, is_cut):
    own = [tuple(Paragraph(text=f"{n}: {at} {PROSE}") for at in range(6)) for n in range(20)]
    pages = [story(n, own=own[n], end=[line] if n < holders else []) for n in range(20)]
    assert cut(pages) == [[line] if is_cut and n < holders else [] for n in range(20)]


def test_a_refrain_that_stands_elsewhere_on_most_pages_is_text(story, cut):
    pages = [story(n, end=[HOUSE]) if n < 3 else story(n, within=[HOUSE]) for n in range(9)]
    pages += [story(n) for n in range(9, 20)]
    assert cut(pages) == [[]] * 20


@pytest.mark.parametrize(
    "line",
    [
        Paragraph(text=SENTENCE, kind=Kind.QUOTE),
        Paragraph(text=f"“{SENTENCE}”"),
        Paragraph(text=f"«{SENTENCE}»"),
        Paragraph(text="Correction: an earlier version misspelt the name of the river."),
        Paragraph(text="Editor’s note: names in this series were changed."),
        Paragraph(text="تصحيح: ذكرت نسخة سابقة اسماً آخر للنهر."),
        Paragraph(text="【訂正】初出時、川の名前に誤りがありました。"),
        Paragraph(text="* * *"),
        Paragraph(text="2."),
    ],
    ids=lambda paragraph: paragraph.text[:12],
)
def test_quotes_and_notices_of_the_newsroom_are_never_cut(story, cut, line):
    assert cut([story(number, end=[line]) for number in range(6)]) == [[]] * 6


def test_headings_within_the_text_stay_and_those_at_its_end_go(story, cut):
    heading = Paragraph(text="Why it matters", kind=Kind.HEADING)
    assert cut([story(number, within=[heading]) for number in range(6)]) == [[]] * 6
    assert cut([story(number, end=[heading]) for number in range(6)]) == [[heading.text]] * 6


def test_the_same_story_again_is_no_evidence(story, cut):
    same_title = [story(number, end=[HOUSE], title="Flood") for number in range(5)]
    assert cut(same_title) == [[]] * 5
    own = story(0).body
    same_text = [story(number, end=[HOUSE], own=own) for number in range(5)]
    assert cut(same_text) == [[]] * 5


def test_a_body_that_is_shared_as_a_whole_is_left_whole(story, cut):
    shared = [f"{SENTENCE} {at}" for at in range(7)]
    brief = [
        story(number, own=(Paragraph(text=f"Brief {number}."),), end=shared) for number in range(6)
    ]
    assert cut(brief) == [[]] * 6


def test_a_line_that_the_site_gave_up_is_text_when_it_comes_back(story, cut):
    pages = [story(number, end=[HOUSE] if number < 5 else []) for number in range(60)]
    pages.append(story(60, end=[HOUSE]))
    assert cut(pages) == [[HOUSE]] * 5 + [[]] * 56


def test_what_a_person_keeps_is_not_cut(story, cut):
    pages = [story(number, end=[HOUSE, SENTENCE]) for number in range(6)]
    assert cut(pages, Rulings(kept=frozenset({key_of(HOUSE.upper())}))) == [[SENTENCE]] * 6


def test_what_a_person_had_forgotten_is_learned_from_later_pages(story, cut):
    pages = [story(number, end=[HOUSE]) for number in range(8)]
    assert cut(pages[:7], Rulings(forgotten={key_of(HOUSE): 4})) == [[]] * 7
    assert cut(pages, Rulings(forgotten={key_of(HOUSE): 4})) == [[HOUSE]] * 8


BOX = "div.story>aside.promo>p"


def promo(number: int) -> Paragraph:
    return Paragraph(text=HOUSE if number else "Come to our summer fair", place=BOX)


def test_a_place_that_is_chrome_elsewhere_is_cut_whole(story, cut):
    pages = [story(number, end=[promo(number)]) for number in range(6)]
    assert cut(pages) == [["Come to our summer fair"], *[[HOUSE]] * 5]


def test_a_place_that_holds_text_elsewhere_is_not(story, cut):
    pages = [story(number, end=[promo(number)]) for number in range(6)]
    pages += [story(n, within=[Paragraph(text=f"Own words {n}", place=BOX)]) for n in (6, 7)]
    assert cut(pages)[0] == []


def test_lines_that_take_turns_in_a_place_prove_it_together(story, cut):
    turns = ["Come to our summer fair.", "Ring us on Mondays.", "Send us your photographs."]
    turns += ["Our almanac is out.", "Visit the printing room."]
    lines = [Paragraph(text=turns[number % 5], place=BOX) for number in range(25)]
    own = [Paragraph(text=line.text) for line in lines]
    assert cut([story(n, end=[line]) for n, line in enumerate(lines)]) == [
        [line.text] for line in lines
    ]
    assert cut([story(n, end=[line]) for n, line in enumerate(own)]) == [[]] * 25


def test_labels_in_a_place_of_their_own_within_the_text_stay(story, cut):
    labels = [Paragraph(text=f"Day {'abcde'[n % 5]}, what came next", place=BOX) for n in range(25)]
    assert cut([story(n, within=[label]) for n, label in enumerate(labels)]) == [[]] * 25


def test_a_place_without_a_class_says_nothing(story, cut):
    lines = [Paragraph(text=promo(number).text, place="div>p") for number in range(6)]
    pages = [story(number, end=[line]) for number, line in enumerate(lines)]
    assert cut(pages)[0] == []


def test_a_kept_line_is_not_cut_for_its_place(story, cut):
    pages = [story(number, end=[promo(number)]) for number in range(6)]
    for rulings in (
        Rulings(kept=frozenset({key_of(promo(0).text)})),
        Rulings(forgotten={key_of(promo(0).text): 9}),
    ):
        assert cut(pages, rulings) == [[], *[[HOUSE]] * 5]


lines = st.builds(
    Line,
    at=st.just(0),
    key=st.integers(0, 6),
    size=st.integers(1, 60),
    traits=st.sampled_from([0, 0, 1, 1, 1, 2, 3, 5, 8]),
    place=st.integers(0, 2),
)
bodies = st.lists(lines, max_size=5).map(
    lambda found: tuple(
        Line(at, line.key, line.size, line.traits, line.place) for at, line in enumerate(found)
    )
)
traces = st.builds(
    Trace,
    title=st.integers(0, 400),
    text=st.integers(0, 400),
    size=st.integers(60, 600),
    lines=bodies,
)
rulings = st.builds(
    Rulings,
    kept=st.frozensets(st.integers(0, 6), max_size=1),
    forgotten=st.dictionaries(st.integers(0, 6), st.integers(0, 200), max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(made=st.lists(traces, max_size=30), copies=st.integers(1, 9), ruled=rulings, data=st.data())
def test_the_pages_in_reach_decide_and_no_others(made, copies, ruled, data):
    pages = [PageTrace(number, one) for number, one in enumerate(made * copies)]
    whole = decide(pages, 0, len(pages), ruled)
    first = data.draw(st.integers(0, len(pages)))
    last = data.draw(st.integers(first, min(len(pages), first + 9)))
    low, high = max(0, first - AFFECTED), last + AFFECTED
    assert decide(pages[low:high], first - low, last - low, ruled) == whole[first:last]


@settings(max_examples=60, deadline=None)
@given(made=st.lists(traces, min_size=1, max_size=250), at=st.integers(0, 249))
def test_a_page_changes_nothing_beyond_its_reach(made, at):
    at = min(at, len(made) - 1)
    pages = [PageTrace(number, one) for number, one in enumerate(made)]
    less = pages[:at] + pages[at + 1 :]
    before, after = (decide(given, 0, len(given), Rulings()) for given in (less, pages))
    assert before[: max(0, at - AFFECTED)] == after[: max(0, at - AFFECTED)]
    assert before[at + AFFECTED :] == after[at + 1 + AFFECTED :]


@settings(max_examples=60, deadline=None)
@given(made=st.lists(traces, max_size=60), ruled=rulings)
def test_nothing_protected_and_never_most_of_a_body_is_cut(made, ruled):
    pages = [PageTrace(number, one) for number, one in enumerate(made)]
    for page, positions in zip(pages, decide(pages, 0, len(pages), ruled), strict=True):
        gone = [line for line in page.trace.lines if line.at in positions]
        assert len(gone) == len(positions)
        assert not any(line.protected or line.key in ruled.kept for line in gone)
        assert sum(line.size for line in gone) <= page.trace.size / 2


def test_reach_is_counted_in_pages(story, cut):
    pages: list[Article] = [story(number) for number in range(REACH * 2 + 3)]
    pages[0], pages[REACH], pages[-1] = (
        story(number, end=[HOUSE]) for number in (0, REACH, len(pages) - 1)
    )
    assert cut(pages) == [[]] * len(pages)
