"""Tests of the access chain."""
