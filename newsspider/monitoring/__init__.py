"""Alarms, metrics and log lines of runs, for other programs."""
