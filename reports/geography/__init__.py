"""Where: the ground every stage stands on."""
