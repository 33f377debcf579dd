"""What the tests of this room stand on."""

from tests.home import home, knowledge, tiny, tiny_knowledge

__all__ = ["home", "knowledge", "tiny", "tiny_knowledge"]
