"""One page, parsed once: its document, visible blocks, structured data, and evidence for fields."""
