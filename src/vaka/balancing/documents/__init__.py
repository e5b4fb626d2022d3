"""What balancing prints: the assessment of the impact, and answers in Swedish words."""
