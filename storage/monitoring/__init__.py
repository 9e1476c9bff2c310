"""How sources and the corpus are: health, metrics, counts, volumes a day."""
