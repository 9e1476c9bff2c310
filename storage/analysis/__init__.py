"""Text as search compares it: the same for what is stored and for what is asked. Pure."""

from storage.analysis.analyser import Form, analyse, forms, tokens
from storage.analysis.folding import fold

__all__ = ["Form", "analyse", "fold", "forms", "tokens"]
