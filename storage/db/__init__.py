"""The database itself: engines, transactions that are tried again, upserts, backup, vacuum."""
