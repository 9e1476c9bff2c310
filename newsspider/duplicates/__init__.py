"""Copies, pure: what of a text says that another one is the same, or nearly."""

from __future__ import annotations

from newsspider.duplicates.fingerprints import (
    Fingerprint,
    are_near_duplicates,
    bands,
    fingerprint_of,
    similarity,
)

__all__ = ["Fingerprint", "are_near_duplicates", "bands", "fingerprint_of", "similarity"]
