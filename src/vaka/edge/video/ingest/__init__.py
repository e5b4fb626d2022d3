"""What comes from a camera: its address judged, its line kept, its packets read."""
