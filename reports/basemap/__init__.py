"""The map under the maps: streets and outlines in one file, and how they are read, drawn and made."""
