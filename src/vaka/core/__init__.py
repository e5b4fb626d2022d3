"""Plain values that every floor uses: time, identity, bytes, verdicts, errors."""
