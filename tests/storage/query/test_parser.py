"""What a person types is understood, or answered with one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.errors import UsageError
from storage.query import And, Filter, Not, Or, Text, parse
from storage.query.tree import Field


def word(text: str, **given: bool) -> Text:
    return Text(tuple(text.split()), **given)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", None),
        ("  ", None),
        ("flood", word("flood")),
        ("flood bridge", And((word("flood"), word("bridge")))),
        ('"old bridge"', word("old bridge")),
        ("“old bridge”", word("old bridge")),
        ("«جسر قديم»", word("جسر قديم")),
        ("flood OR dam", Or((word("flood"), word("dam")))),
        ("a b OR c", Or((And((word("a"), word("b"))), word("c")))),
        ("a (b OR c)", And((word("a"), Or((word("b"), word("c")))))),
        ("((a))", word("a")),
        ("flood -dam", And((word("flood"), Not(word("dam"))))),
        ("-(a b)", Not(And((word("a"), word("b"))))),
        ("--", None),
        ("a -- b", And((word("a"), word("b")))),
        ("covid-19", word("covid-19")),
        ("gov*", word("gov*", is_prefix=True)),
        ("title:flood", word("flood", in_title=True)),
        ('title:"old bridge"', word("old bridge", in_title=True)),
        ("TITLE:flo*", word("flo*", is_prefix=True, in_title=True)),
        ("section:Sport", Filter(Field.SECTION, "Sport")),
        ('-site:"The Herald"', Not(Filter(Field.SITE, "The Herald"))),
        ("author:-x", Filter(Field.AUTHOR, "-x")),
        ("since:2024-10-23", Filter(Field.SINCE, "2024-10-23")),
        ("or", word("or")),
        ("12:30", word("12:30")),
        ("https://a.example/b", word("https://a.example/b")),
        ("note: a", And((word("note:"), word("a")))),
        ("title: a", word("a", in_title=True)),
        ("language:ar", Filter(Field.LANGUAGE, "ar")),
        ("since:٢٠٢٤-١٠-٢٣", Filter(Field.SINCE, "2024-10-23")),
        ("a AND b", And((word("a"), word("b")))),
        ("a NOT b", And((word("a"), Not(word("b"))))),
        ("and not", And((word("and"), word("not")))),
        ("a & b", And((word("a"), word("b")))),
        ('a"b"', And((word("a"), word("b")))),
    ],
)
def test_trees(typed, tree):
    if tree is None and typed.strip():
        with pytest.raises(UsageError, match="no letter or figure"):
            parse(typed)
        return
    assert parse(typed) == tree


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ('"open', "not closed"),
        ("(a", "not closed"),
        ("a)", "no opening"),
        ("()", "has none"),
        ("OR", "has none"),
        ("a OR", "has none"),
        ("OR a", "has none"),
        ("(a OR) b", "has none"),
        ("AND a", "has none"),
        ("a AND", "has none"),
        ("a AND OR b", "has none"),
        ("a NOT", "has none"),
        ("title:", "has none"),
        ("since:", "has none"),
        ("since:yesterday", "not a day"),
        ("until:2024-02-30", "not a day"),
        ('section:""', "has none"),
        ("section:(a)", "has none"),
        ("-", "no letter"),
        ("!? …", "no letter"),
        ("(" * 30 + "a" + ")" * 30, "deep"),
        ("a " * 2_000, "longer than"),
    ],
)
def test_mistakes_are_said_in_one_sentence(typed, says):
    with pytest.raises(UsageError, match=says) as raised:
        parse(typed)
    assert "\n" not in str(raised.value)


@given(st.text(alphabet=st.sampled_from('ab"()-*: ORtitle«»حك京'), max_size=40))
def test_any_text_is_understood_or_answered(typed):
    try:
        parse(typed)
    except UsageError as error:
        assert str(error)
