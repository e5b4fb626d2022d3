"""Stage 7, effect: the plan, the controls, the verdict."""
