"""Cases: initiative, referral, opinion and resolution of a board."""
