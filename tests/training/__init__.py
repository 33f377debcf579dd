"""Tests of training: what is learnt, how it is judged, and what is kept apart from it."""
