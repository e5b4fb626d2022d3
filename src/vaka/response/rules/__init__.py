"""What an alarm means, which incident it belongs to, what an action card asks. Plain Python."""
