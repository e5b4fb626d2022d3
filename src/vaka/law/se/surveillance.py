"""Figures of camera surveillance in Sweden, each with its source."""

# Material is as a rule kept for a couple of days; more is argued for (IMY rapport 2021:2).
RETENTION_HOURS_UNARGUED = 72
