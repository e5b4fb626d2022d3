"""Alarms from cameras' analytics over MQTT: Frigate's events and ONVIF's."""
