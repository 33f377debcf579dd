"""The only room that talks to TikTok: what may be called, how, and what came back as plain rows."""
