"""Cases: what a board handles, sends out for opinions and resolves."""
