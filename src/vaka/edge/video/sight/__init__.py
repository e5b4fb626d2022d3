"""Whether a camera still sees what was confirmed: looked at now and then."""
