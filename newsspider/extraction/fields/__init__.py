"""The other fields: sections, language, details, site name; and what a person overrides."""
