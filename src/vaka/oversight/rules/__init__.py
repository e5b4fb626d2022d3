"""What is owed: the register (`account`), disclosure, own pictures, breaches. Plain Python."""
