"""What a run says to other programs: alarms, metrics, and log lines for machines."""
