"""What is kept of a text to find its copies: MinHash over its shingles (Broder, 1997), in bands.

The signature is rensa's R-MinHash, of which 16 bits a place are kept: two texts that differ there
agree by chance once in 65,536 times. It does not depend on the process or the machine; another
algorithm of rensa's would need all signatures to be made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import eq
from struct import pack, unpack

from rensa import RMinHash

from newsspider.duplicates.words import is_unspaced, words

BANDS, ROWS = 32, 4
"""Two texts are compared if one of 32 bands of four places is equal: 94 of 100 pairs that share
half of their shingles, and 2 of 100,000 that share 3 of 100."""

PLACES = BANDS * ROWS
SEED = 1

ALIKE = 0.45
"""From this share of common shingles on two texts are copies (the Jaccard index)."""

SHINGLE = 2
"""Words in a shingle. Longer ones lose edited copies; pairs of words tell stories apart."""

UNSPACED_SHINGLE = 5
"""Characters in a shingle of a script that writes no spaces."""

FEWEST_TO_COMPARE = 40
"""A text of fewer words has copies only where all its words are the same."""

FEWEST = 12
"""A text of fewer words has no copies: captions and notices are alike without being copied."""

CHARACTERS_A_WORD = 2


@dataclass(frozen=True, slots=True)
class Print:
    """One text as copies are compared."""

    number: int
    """Of 63 bits; equal for texts of the same words in their order, whatever their typography."""

    signature: bytes | None
    """``None`` where the text is too short to be compared with others than its equals."""


def take(text: str) -> Print | None:
    """The text's print; ``None`` for one of a few words."""
    said = words(text)
    unspaced = not text.isascii() and _is_unspaced(said)
    length = len(said) // CHARACTERS_A_WORD if unspaced else len(said)
    if length < FEWEST:
        return None
    if length < FEWEST_TO_COMPARE:
        return Print(_number(said), None)
    shingles = _shingles(said, UNSPACED_SHINGLE if unspaced else SHINGLE)
    return Print(_number(said), _signature(shingles))


def are_copies(first: bytes, second: bytes) -> bool:
    """Whether two signatures are of copies."""
    return likeness(first, second) >= ALIKE


def bands(signature: bytes) -> tuple[int, ...]:
    """The numbers of 64 bits of which two copies share at least one."""
    return unpack(f"<{BANDS}q", signature)


def likeness(first: bytes, second: bytes) -> float:
    """The share of common shingles, as two signatures let it be estimated; ± 0.04."""
    form = f"<{PLACES}H"
    equal: int = sum(map(eq, unpack(form, first), unpack(form, second)))
    return equal / PLACES


def _is_unspaced(said: Sequence[str]) -> bool:
    return sum(map(is_unspaced, said)) * 2 > len(said)


def _number(said: Sequence[str]) -> int:
    written = " ".join(said).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=8).digest()) >> 1


def _shingles(said: Sequence[str], size: int) -> list[str]:
    return list(map(" ".join, zip(*(said[start:] for start in range(size)), strict=False)))


def _signature(shingles: Sequence[str]) -> bytes:
    made = RMinHash(PLACES, SEED)
    made.update(shingles)
    return pack(f"<{PLACES}H", *(place & 0xFFFF for place in made.digest()))
