"""Who asked for pictures, what they were answered, and what went wrong, as rows."""

from vaka.oversight.models.breaches import Breach
from vaka.oversight.models.requests import AccessRequest, Disclosure, SecrecyReview

__all__ = ["AccessRequest", "Breach", "Disclosure", "SecrecyReview"]
