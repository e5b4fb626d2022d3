"""Text messages to whom the centre calls, by a gateway that takes a form over HTTPS."""
