"""Near-duplicates, pure: fingerprints of texts, and how similar two of them are."""

from __future__ import annotations

from newsspider.duplicates.fingerprints import (
    Fingerprint,
    are_near_duplicates,
    bands,
    fingerprint_of,
    similarity,
)

__all__ = ["Fingerprint", "are_near_duplicates", "bands", "fingerprint_of", "similarity"]
