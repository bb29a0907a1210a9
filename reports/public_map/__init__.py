"""The heatmap anyone may see, and its table."""
