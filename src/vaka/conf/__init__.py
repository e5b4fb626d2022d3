"""The roof: what the installation is told, and Django's settings and addresses."""
