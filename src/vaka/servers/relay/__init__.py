"""Events fanned out by a broker (NATS JetStream), from the record, which is the outbox.

The broker never is the record: what it loses is published again, and whoever reads there can
ask the record. Nothing outside this package knows of it.
"""
