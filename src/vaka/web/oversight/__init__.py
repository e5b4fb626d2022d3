"""Pages of account: the public register, the sign, the file for the authority, the record."""
