"""Tests of regrant.web."""
