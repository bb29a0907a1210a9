"""What a council takes away about its own area."""
