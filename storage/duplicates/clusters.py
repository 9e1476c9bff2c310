"""Clusters of near-duplicates: the links between texts, and the clusters that they make.

Two texts are linked where they share a band that is no crowd and their signatures are of copies. A
cluster is what the links connect, so it is a function of the texts that are there and of nothing
else: a new text only joins clusters, and where a text leaves, or a band becomes a crowd or stops
being one, the clusters that it held together are made anew.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    any_,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from newsspider.duplicates import Fingerprint, are_near_duplicates, bands
from newsspider.duplicates.fingerprints import BANDS
from storage.db.upsert import insert_if_missing, insert_tuples
from storage.models import BandRow, TextRow

CROWD = 250
"""A band that more texts share says nothing of any: they are filled into one form, as reports on
the weather are. It links no texts, so that each one is compared with a bounded number."""

CHUNK = 5_000
"""Values in one question: SQLite takes 32,766."""


class Member(NamedTuple):
    """A text of a cluster."""

    id: int
    signature: bytes
    cluster_id: int


Buckets = Mapping[int, Sequence[int]]
"""The texts that share a band, by its key: all, or one more than a crowd may have."""

# The order keeps PostgreSQL to the index: a plan that it made while the table was small would read
# all of it for ever.
_IN_BAND = (
    "SELECT * FROM (SELECT key, text_id FROM bands WHERE key = :key_{at}"
    " ORDER BY text_id LIMIT :most) AS band_{at}"
)
_IN_BANDS = text(" UNION ALL ".join(_IN_BAND.format(at=at) for at in range(BANDS)))


class ClusterChange(NamedTuple):
    """The clusters that a new text joined or changed."""

    joined: int | None
    """The cluster where it has company."""

    remade: frozenset[int] = frozenset()
    """Clusters that a crowd's links held together until now, as they are without."""


@cache
def _add_text(dialect: str) -> Any:
    """Built once, as each article needs it: building it takes longer than running it."""
    return insert_if_missing(dialect, TextRow).returning(TextRow.id)


def add_text(session: Session, fingerprint: Fingerprint) -> ClusterChange:
    """Add the text where it is new, and join the clusters of its copies."""
    run = session.connection().execute
    row = {
        "id": fingerprint.number,
        "signature": fingerprint.signature,
        "cluster_id": fingerprint.number,
    }
    if run(_add_text(session.get_bind().dialect.name), row).first() is None:
        known = select(TextRow.cluster_id).where(TextRow.id == fingerprint.number)
        return ClusterChange(run(known).scalar_one())
    if fingerprint.signature is None:
        return ClusterChange(None)
    buckets = _buckets(session, bands(fingerprint.signature))
    insert_tuples(session, BandRow, [(key, fingerprint.number) for key in buckets])
    joined = _link(session, fingerprint.number, fingerprint.signature, buckets)
    crowds = [ids for ids in buckets.values() if len(ids) == CROWD]
    if not crowds:
        return ClusterChange(joined)
    return ClusterChange(joined, _settle(session, {fingerprint.number}.union(*crowds)))


def add_distinct_texts(session: Session, fingerprints: Collection[Fingerprint]) -> set[int]:
    """Add at once those of the new texts that have no copy and share no band; their numbers.

    The others are for ``add_text``, one after the other.
    """
    numbers = Counter(fingerprint.number for fingerprint in fingerprints)
    keys = {
        fingerprint.number: bands(fingerprint.signature)
        for fingerprint in fingerprints
        if fingerprint.signature
    }
    shared = Counter(key for band_keys in keys.values() for key in set(band_keys))
    taken = _present(session, BandRow.key, shared) | {key for key, n in shared.items() if n > 1}
    known = _present(session, TextRow.id, numbers)
    apart = [
        fingerprint
        for fingerprint in fingerprints
        if numbers[fingerprint.number] == 1
        and fingerprint.number not in known
        and taken.isdisjoint(keys.get(fingerprint.number, ()))
    ]
    insert_tuples(session, TextRow, [(p.number, p.signature, p.number) for p in apart])
    # In the order of the table, so that neighbours are written together.
    held = {(key, p.number) for p in apart for key in keys.get(p.number, ())}
    insert_tuples(session, BandRow, sorted(held))
    return {fingerprint.number for fingerprint in apart}


def _present(
    session: Session, column: InstrumentedAttribute[int], values: Collection[int]
) -> set[int]:
    # One parameter for all: thousands of them take longer to write than to look up.
    if session.get_bind().dialect.name == "postgresql":
        held = column == any_(bindparam("given", [*values], ARRAY(BigInteger)))
    else:
        listed = func.json_each(json.dumps([*values])).table_valued("value")
        held = column.in_(select(listed.c.value))
    return set(session.connection().execute(select(column).where(held).distinct()).scalars())


def drop_text(session: Session, text_id: int) -> frozenset[int]:
    """Take the text out; the clusters that it was in, as they are now, and others made anew."""
    run = session.connection().execute
    statement = select(TextRow.signature, TextRow.cluster_id).where(TextRow.id == text_id)
    signature, cluster_id = run(statement).one()
    run(delete(TextRow).where(TextRow.id == text_id))
    if signature is None:
        return frozenset()
    keys = bands(signature)
    run(delete(BandRow).where(BandRow.key.in_(keys), BandRow.text_id == text_id))
    mates = run(select(TextRow.id).where(TextRow.cluster_id == cluster_id)).scalars().all()
    crowds = [ids for ids in _buckets(session, keys).values() if len(ids) == CROWD]
    changed = _settle(session, set(mates).union(*crowds))
    return changed | {member.cluster_id for member in _members(session, TextRow.id, mates)}


def _link(session: Session, text_id: int, signature: bytes, buckets: Buckets) -> int | None:
    """Join the clusters of the new text's copies; the cluster that they are then."""
    near = {other for ids in buckets.values() if len(ids) < CROWD for other in ids}
    joined: set[int] = set()
    for member in _members(session, TextRow.id, near):
        if member.cluster_id not in joined and are_near_duplicates(member.signature, signature):
            joined.add(member.cluster_id)
    if not joined:
        return None
    lowest = min(text_id, *joined)
    _move(session, TextRow.cluster_id, (joined | {text_id}) - {lowest}, lowest)
    return lowest


def _settle(session: Session, text_ids: Collection[int]) -> frozenset[int]:
    """Make the clusters of these texts anew; those whose texts are now others."""
    touched = {member.cluster_id for member in _members(session, TextRow.id, text_ids)}
    members = _members(session, TextRow.cluster_id, touched)
    present = {member.id: member.cluster_id for member in members}
    changed: set[int] = set()
    for part in _parts(session, members):
        lowest = min(part)
        moved = [text_id for text_id in part if present[text_id] != lowest]
        _move(session, TextRow.id, moved, lowest)
        if moved or any(present[text_id] in changed for text_id in part):
            changed |= {lowest, *(present[text_id] for text_id in moved)}
    return frozenset(changed)


def _parts(session: Session, members: Sequence[Member]) -> list[list[int]]:
    """The connected parts of the texts, by the links among them."""
    shared: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        for key in bands(member.signature):
            shared[key].append(member)
    shared = {key: those for key, those in shared.items() if len(those) > 1}
    for key in _crowds(session, shared):
        del shared[key]
    forest = _Forest(member.id for member in members)
    for those in shared.values():
        _join_copies(forest, those)
    return forest.trees()


def _join_copies(forest: _Forest, those: Iterable[Member]) -> None:
    """Join the texts that are near-duplicates; texts of one cluster are not compared again."""
    trees: dict[int, list[Member]] = defaultdict(list)
    for member in those:
        trees[forest.root(member.id)].append(member)
    apart: list[list[Member]] = []
    for tree in trees.values():
        linked = [other for other in apart if _are_linked(tree, other)]
        for other in linked:
            forest.join(tree[0].id, other[0].id)
        apart = [other for other in apart if other not in linked]
        apart.append([*tree, *(member for other in linked for member in other)])


def _are_linked(some: Sequence[Member], others: Sequence[Member]) -> bool:
    pairs = product(some, others)
    return any(are_near_duplicates(one.signature, other.signature) for one, other in pairs)


class _Forest:
    """Union-find: which of the numbers hang together (Tarjan, 1975, with path halving)."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.parents = {number: number for number in numbers}

    def join(self, first: int, second: int) -> None:
        self.parents[self.root(first)] = self.root(second)

    def trees(self) -> list[list[int]]:
        trees: dict[int, list[int]] = defaultdict(list)
        for number in self.parents:
            trees[self.root(number)].append(number)
        return list(trees.values())

    def root(self, number: int) -> int:
        parents = self.parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number


def _buckets(session: Session, keys: Iterable[int]) -> dict[int, list[int]]:
    buckets: dict[int, list[int]] = {key: [] for key in keys}
    parameters = {f"key_{at}": key for at, key in enumerate(keys)}
    for key, text_id in session.connection().execute(_IN_BANDS, {**parameters, "most": CROWD + 1}):
        buckets[key].append(text_id)
    return buckets


def _crowds(session: Session, keys: Collection[int]) -> set[int]:
    crowds: set[int] = set()
    for chunk in _chunks(keys):
        sized = select(BandRow.key).where(BandRow.key.in_(chunk)).group_by(BandRow.key)
        crowded = sized.having(func.count() > CROWD)
        crowds.update(session.connection().execute(crowded).scalars())
    return crowds


def _members(
    session: Session, by: InstrumentedAttribute[int], values: Collection[int]
) -> list[Member]:
    """The texts that are compared and have one of these values, in an order of their own."""
    statement = select(TextRow.id, TextRow.signature, TextRow.cluster_id).where(
        TextRow.signature.is_not(None)
    )
    rows: list[Member] = []
    for chunk in _chunks(values):
        matches = session.connection().execute(statement.where(by.in_(chunk)))
        rows += map(Member._make, matches)
    return sorted(rows)


def _move(
    session: Session, by: InstrumentedAttribute[int], values: Collection[int], cluster_id: int
) -> None:
    for chunk in _chunks(values):
        moved = update(TextRow).where(by.in_(chunk)).values(cluster_id=cluster_id)
        session.connection().execute(moved)


def _chunks(values: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(values)
    return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
