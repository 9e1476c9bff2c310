"""One form for programs of each value: records as JSON, articles as Arrow columns."""
