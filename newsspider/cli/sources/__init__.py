"""The commands ``newsspider sources``."""
