"""Tests of regrant.cases."""
