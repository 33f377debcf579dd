"""Tests of regrant.evaluation."""
