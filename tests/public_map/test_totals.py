"""Outlines of councils as steps."""

from reports.public_map import totals


def test_steps_lead_from_point_to_point() -> None:
    assert totals.steps_of([(51.5, -2.5), (51.502, -2.5), (51.502, -2.5001), (51.5, -2.504)]) == [
        *(25750, -1250),
        *(1, 0),
        *(-1, -2),
    ]
