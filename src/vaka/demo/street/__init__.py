"""Draws the simulated cameras' clips: `python -m vaka.demo.street`, with development tools.

Two invented places in Swedish November rain, drawn as light: surfaces are found along the ray
of each pixel, lit by the lamps that reach them, and mirrored in the wet ground. All in metres:
x to the right, y up, z away from the camera, which stands at x = z = 0. Everybody's way closes
after the clip's length, so that it plays round and round without a jump.
"""
