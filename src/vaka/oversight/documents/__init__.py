"""What is handed out: the sign at the place, and the file for the supervisory authority."""
