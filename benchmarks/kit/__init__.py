"""The parts that benchmarks share: corpora, engines, scores, losses, made-up sites, tables."""
