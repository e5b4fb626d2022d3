"""Who asks: nobody who logs in, with the sight that the questions need and no act."""

from vaka.municipality.rules import Actor, Grant, Role

DOCTOR = Actor(
    "doctor", "vaka doctor", frozenset({Grant(Role.TECHNICIAN), Grant(Role.ADMINISTRATOR)})
)
