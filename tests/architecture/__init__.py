"""What imports cannot see, and what the documents promise."""
