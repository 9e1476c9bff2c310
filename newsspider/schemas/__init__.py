"""One JSON form a value, for commands, exports and an API; articles as Arrow columns too."""
