"""Browser journeys in a real Chromium: one sentence per actor."""
