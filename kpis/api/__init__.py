"""What programs read: figures, what they mean and what they should reach. Only reading, only with a token."""
