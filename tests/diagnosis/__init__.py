"""Tests of regrant.diagnosis."""
