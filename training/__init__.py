"""Training the readers of words; nothing here is needed to use them."""
