"""The signatures that cameras put into their video, read and judged (ONVIF Media Signing).

Plain Python: units of coded pictures in, what became of each signed group out. The gateway, the
gate that makes copies and whoever verifies one far from us judge with the same code.
"""
