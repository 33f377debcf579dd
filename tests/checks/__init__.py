"""Tests of what is read from TikTok as evidence."""
