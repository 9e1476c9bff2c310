"""Errors that a person can mend."""

INTERRUPTED = 130
"""The exit status of a command, or of a run's process, that Ctrl-C or SIGTERM ended clean."""


class NewsspiderError(Exception):
    """The message is one sentence that says what happened and what to do."""


class UsageError(NewsspiderError):
    """The request makes no sense as it stands; commands exit with 2."""


class DatabaseError(NewsspiderError):
    """The database cannot be opened, or its schema is not the one this version needs."""


class OutputError(NewsspiderError):
    """The results cannot be written where they should go (a full disk, say)."""


class DemoError(NewsspiderError):
    """The demo world cannot be served here (a port that is taken, say)."""


class ArchiveError(NewsspiderError):
    """The archive takes nothing in (a full disk, say), or what is asked of it cannot be read."""
