"""Tests of regrant.knowledge."""
