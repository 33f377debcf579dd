"""The command line: thin, it knows the room of cases and nothing below it."""
