"""The other fields: sections, language, details, site name; and the overrides of a person."""
