"""Who may log in and how: passwords, lock-out, second factor, log-ins, kept forms."""
