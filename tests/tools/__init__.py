"""The tools that prepare and serve a checkout."""
