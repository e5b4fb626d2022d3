"""What `vaka doctor` asks: a probe for each question, each bounded in time, none raising."""
