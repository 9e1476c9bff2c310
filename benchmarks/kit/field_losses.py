"""Why a title, a date or a list of authors is not the one of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kit.corpora import Sample
from kit.engines import Answer
from kit.losses import Loss
from kit.scores import bare


def title_losses(sample: Sample, answer: Answer) -> list[Loss]:
    """At most one, with what was found and what is right."""
    if not sample.title or bare(answer.title or "") == bare(sample.title):
        return []
    extracted, right = bare(answer.title or ""), bare(sample.title)
    if not extracted:
        kind = "none found"
    elif right in extracted:
        kind = "more than the title"
    elif extracted in right:
        kind = "less than the title"
    else:
        kind = "other words"
    return [Loss(kind, _against(answer.title, sample.title), 1.0)]


def date_losses(sample: Sample, answer: Answer) -> list[Loss]:
    """At most one, with what was found and what is right."""
    if not sample.days or answer.day in sample.days:
        return []
    kind = _date_kind(answer.day, sample.days) if answer.day else "none found"
    return [Loss(kind, _against(answer.day, ", ".join(sample.days)), 1.0)]


def _date_kind(day: str, right: tuple[str, ...]) -> str:
    extracted = date.fromisoformat(day)
    truths = [date.fromisoformat(truth) for truth in right]
    if any(abs((extracted - truth).days) == 1 for truth in truths):
        return "one day off"
    if any((extracted.month, extracted.day) == (truth.day, truth.month) for truth in truths):
        return "day and month changed over"
    if any((extracted.year, extracted.month) == (truth.year, truth.month) for truth in truths):
        return "right month, other day"
    return "a later date" if extracted > max(truths) else "an earlier date"


def author_losses(sample: Sample, answer: Answer) -> list[Loss]:
    """One a name too many or too few."""
    if sample.authors is None:
        return []
    ours = {bare(name): name for name in answer.authors}
    theirs = {bare(name): name for name in sample.authors}
    whole = max(len(ours) + len(theirs), 1)
    shown = _against("; ".join(answer.authors), "; ".join(sample.authors))
    wrong = [_extra(name, theirs) for name in ours if name not in theirs]
    wrong += [_missing(name, ours) for name in theirs if name not in ours]
    return [Loss(kind, shown, 1 / whole) for kind in wrong]


def _extra(name: str, theirs: dict[str, str]) -> str:
    if not theirs:
        return "extra: a name where there is none"
    if any(right in name for right in theirs):
        return "extra: more than the name"
    return "extra: a part of the name" if any(name in right for right in theirs) else "extra: other"


def _missing(name: str, ours: dict[str, str]) -> str:
    if not ours:
        return "missing: none found"
    if any(name in extracted or extracted in name for extracted in ours):
        return "missing: found with more or less"
    return "missing: one of several" if len(ours) > 1 else "missing: another was found"


def _against(extracted: str | None, right: str) -> str:
    return f"found {extracted or '–'!r}, right {right or '–'!r}"


def known(field: str, sample: Sample) -> bool:
    """Whether the corpus says what is right."""
    if field == "authors":
        return sample.authors is not None
    return bool(sample.title if field == "title" else sample.days)


FIELDS: dict[str, Callable[[Sample, Answer], list[Loss]]] = {
    "title": title_losses,
    "date": date_losses,
    "authors": author_losses,
}
