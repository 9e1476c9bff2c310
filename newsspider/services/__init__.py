"""The services that commands, and other programs, call: none needs a terminal."""
