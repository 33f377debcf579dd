"""Tests of regrant.cli."""
