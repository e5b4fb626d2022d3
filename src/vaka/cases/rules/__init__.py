"""Cases in thought: how they move (`states`), what is written (`statement`, `extract`)."""
