"""Whether a source still gives what it gave: measures of a run, bands learned, alarms. Pure."""
