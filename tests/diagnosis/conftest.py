"""What the tests of this room stand on."""

from tests.home import home, knowledge

__all__ = ["home", "knowledge"]
