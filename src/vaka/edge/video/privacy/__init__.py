"""What nobody may see is not there: masks burnt in, third persons made unrecognisable."""
