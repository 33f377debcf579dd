"""`python -m regrant` is the same as `regrant`."""

from regrant.cli.main import main

main()
