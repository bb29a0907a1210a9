"""What keeps others up to date without asking: Atom of each council, the catalogue of the open data, the sitemap."""
