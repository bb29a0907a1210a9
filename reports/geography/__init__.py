"""Where: the ground every stage is on."""
