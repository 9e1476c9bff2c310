"""The state of sources and of the corpus: health, metrics, counts."""
