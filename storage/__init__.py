"""The corpus in a database: plain functions on a session whose transaction the caller owns."""
