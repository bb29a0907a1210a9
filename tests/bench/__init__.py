"""The benchmarks: `make bench` runs them, keeps docs/benchmarks.json and writes docs/benchmarks.md from it."""
