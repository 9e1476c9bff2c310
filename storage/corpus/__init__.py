"""Articles and what belongs to them: sites, names, revisions, paragraphs that were cut."""
