"""Whether a source is as it was: measures of a run, learned bands, alarms. Pure."""
