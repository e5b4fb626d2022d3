"""Django's SQLite with a queue at its door; named in `conf/database.py`."""
