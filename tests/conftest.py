"""What holds for all tests."""

import os
import signal

# Tests keep no archive but where they say so, and none in the working directory.
os.environ["NEWSSPIDER_ARCHIVE"] = ""

# A shell that runs the tests in its background has them ignore interrupts, and so would all that
# they start: tests that interrupt a command would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
