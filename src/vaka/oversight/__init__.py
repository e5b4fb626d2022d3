"""Stage 8, account: register, sign, supervision file."""
