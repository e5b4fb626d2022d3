"""The API: the same queries and actions as the pages, as JSON; OpenAPI at /api/openapi.json."""

from vaka.api.service import api

__all__ = ["api"]
