"""The adversary: programs that read what the public can read and try to find a report."""
