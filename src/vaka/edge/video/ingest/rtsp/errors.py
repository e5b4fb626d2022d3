"""What can be wrong with what a camera says; each says what, never where."""


class Garbled(Exception):
    """A camera sends what cannot be understood."""


class Redirected(Garbled):
    """A camera sends us to another address (3xx, RFC 2326 §11.3)."""


class LoginRefused(Exception):
    """A camera does not take our login."""


class NotServed(Exception):
    """A camera answers that it does not serve this stream."""
