"""The benchmarks: `make bench` runs them all and writes a table, bench.json and docs/benchmarks.md."""
