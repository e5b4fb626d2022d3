"""The example municipality, the simulated counterparts, the run of the loop."""
