"""The example municipality, loaded through the stages' own verbs in the order of the loop.

Each verb is told the day on which it would have been done, so that the history reads as one;
nothing here touches a table. Everything in it is invented, see `data/README.md`.
"""

from vaka.demo.example.load import Loaded, load

__all__ = ["Loaded", "load"]
