"""The JSON of a page's explanation: the evidence of each field, and the lines that were cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from newsspider.extraction.gate.types import Signals
from newsspider.items import Article, Paragraph
from newsspider.schemas.jsonable import same_fields
from newsspider.schemas.record import ParagraphSchema, RecordSchema, record_schema

if TYPE_CHECKING:
    from newsspider.extraction.explanation import Explanation
    from newsspider.extraction.page.evidence import Decision
    from newsspider.items import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessSchema:
    """One piece of evidence for a field's value."""

    value: Any
    """As the field is in a record."""

    source: str
    confidence: float
    """The share of cases in which this kind of evidence is right, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSchema:
    """The value that the evidence speaks for."""

    value: Any
    """As the field is in a record."""

    source: str
    """The evidence that gave it."""

    confidence: float
    """The probability that it is right, 0 to 1."""

    witnesses: tuple[WitnessSchema, ...]
    """Everything that was heard; empty where one thing alone decided."""

    @classmethod
    def of(cls, decision: Decision[Any]) -> Self:
        """That of one field."""
        return same_fields(
            cls,
            decision.provenance,
            value=_value(decision.value),
            witnesses=tuple(
                same_fields(WitnessSchema, witness, value=_value(witness.value))
                for witness in decision.witnesses
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSchema:
    """A line of the page that is no part of the body."""

    text: str
    reason: str
    confidence: float
    """The probability that it is right, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationSchema:
    """A page's verdict with its reasons."""

    verdict: str
    """``article``, or the reason why the page is none."""

    evidence: str | None
    """Of that reason; ``null`` for an article."""

    signals: Signals
    """The signals by which the quality gate decided."""

    record: RecordSchema | None
    """``null`` where the page gives no article."""

    fields: dict[str, DecisionSchema]
    """By name, for every field that has a value."""

    cuts: tuple[CutSchema, ...]
    """In the page's order."""

    @classmethod
    def of(cls, explanation: Explanation, verdict: Article | Rejected) -> Self:
        """That of a page and of the verdict of the quality gate."""
        is_article = isinstance(verdict, Article)
        return cls(
            verdict="article" if isinstance(verdict, Article) else verdict.reason.value,
            evidence=None if isinstance(verdict, Article) else verdict.evidence,
            signals=explanation.signals,
            record=record_schema(explanation.article) if is_article else None,
            fields={name: DecisionSchema.of(made) for name, made in explanation.decisions.items()},
            cuts=tuple(same_fields(CutSchema, cut) for cut in explanation.cuts),
        )


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_value, value))
    if isinstance(value, Paragraph):
        return ParagraphSchema(kind=value.kind, text=value.text)
    return value
