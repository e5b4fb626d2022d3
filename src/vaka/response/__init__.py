"""Stage 6, response: alarms become incidents, and incidents are handled."""
