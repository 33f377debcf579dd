"""What each page says, as plain structures made by pure functions; the same content is the page's JSON."""
