"""Commands that ask the corpus or change what it holds."""
