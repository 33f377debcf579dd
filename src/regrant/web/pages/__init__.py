"""The pages: thin handlers that ask the cases and show what comes back."""
