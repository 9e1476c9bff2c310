"""What a person asks for, callable without a terminal."""
