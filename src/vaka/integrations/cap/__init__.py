"""Warnings in the Common Alerting Protocol (OASIS CAP 1.2): SMHI's, and VMA."""
