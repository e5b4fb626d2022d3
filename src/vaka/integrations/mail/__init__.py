"""E-mail to whom the centre calls, by the municipality's own mail server (SMTP)."""
