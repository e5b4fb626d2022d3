"""The edge wing: pictures and alarms, under signed terms; no Django."""
