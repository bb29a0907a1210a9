"""An anonymous report of an unsafe place, from a phone to a published map.

geography, staff, guidance   the ground: where, who may, whom to call
intake        someone says: this place feels unsafe
moderation    a person decides what may be counted
aggregation   observations become counts
publication   counts become a release in which nobody can be found
responses     what was done about a place, published to all
interfaces    public_map, api, analyst, council_exports

The rule: a stage knows only the stages above it. Checked by `make check`.
"""
