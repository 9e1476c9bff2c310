"""Copies, pure: what of a text says that another one is the same, or nearly."""

from __future__ import annotations

from newsspider.duplicates.fingerprints import Print, are_copies, bands, likeness, take

__all__ = ["Print", "are_copies", "bands", "likeness", "take"]
