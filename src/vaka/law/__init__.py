"""Law as data, every rule with its citation."""
