"""The thought behind a balancing test: states, answers, guidance, limits. Plain Python."""
