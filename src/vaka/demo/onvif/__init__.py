"""A simulated ONVIF camera, over real sockets: its settings, its clock, its masks."""
