# Stable commands: see README.md. `make migration` is for developers who changed a table before the first release.
