"""ONVIF: the camera itself, beside its pictures: what it is set to, its clock, its masks.

Bytes in and values out in `soap` and `wire`; `line` is the connection, `device` what is asked
over it, `discovery` who answers on the network, `masks` what is asked of a mask.
"""
