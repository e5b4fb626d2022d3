"""Messages to another system of whom the centre calls: signed JSON over HTTPS."""
