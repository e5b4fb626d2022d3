"""The append-only record: every act, in the transaction of what it did, under one hash."""
