"""Pages of need: the problems of a place, what they amount to, and how they come in."""
