"""Tests of regrant.intake."""
