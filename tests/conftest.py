"""What holds for all tests."""

import signal

# A shell that runs the tests in its background has them ignore interrupts, and so would all that
# they start: tests that interrupt a command would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
