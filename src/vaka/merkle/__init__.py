"""A log of hashes (RFC 6962, RFC 9162) and its signed checkpoints (C2SP)."""
