"""The police's published events: https://polisen.se/api/events, and archives of them."""
