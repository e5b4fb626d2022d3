"""Balancing: may this place be watched? An assessment that people make and sign."""
