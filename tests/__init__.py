"""Tests; every room has its own folder, named as in src/regrant."""
