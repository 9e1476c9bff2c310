"""The commands on archived answers: ``archive`` and ``reextract``."""
