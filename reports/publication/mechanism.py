"""What stands in every manifest: all the constants that a reader needs to judge the numbers."""

from typing import Any

from reports.publication import clip, map_schedule, noise, partition, rollup

MECHANISM: dict[str, Any] = {
    "name": "discrete Laplace noise, then a threshold, drawn once",
    "unit": "one accepted report",
    "epsilon": {
        "leaves": noise.EPS_LEAVES,
        "mix": noise.EPS_BREAKDOWN,
        "total": noise.EPS_TOTAL,
        "budget": noise.BUDGET,
    },
    "delta": 0,
    "map": {
        "when_published_totals_reach": map_schedule.REPORTS_FOR_A_MAP,
        "or_after_quarters": map_schedule.LONGEST_WAIT,
    },
    "partition": {
        "res_7_in_towns_when_published_totals_are_under": map_schedule.REPORTS_FOR_A_MAP,
        "res_8_in_towns_where_reports_expected_in_res_7_are": partition.EXPECTED_IN_RES_7,
        "split_from": partition.SPLIT_FROM,
        "siblings_merge_under": partition.MERGE_UNDER,
    },
    "clip": {"per_leaf_and_day": clip.PER_DAY, "per_leaf_and_month_of_an_import": clip.PER_MONTH},
    "leaf_threshold": rollup.LEAF_THRESHOLD,
    "leaf_threshold_where_siblings_reach": {str(rollup.SUPPORT): rollup.SUPPORTED_THRESHOLD},
    "remainder_threshold": (
        f"{rollup.REMAINDER_THRESHOLD} + {rollup.REMAINDER_BY_ROOT} times the square root of the leaves in it"
    ),
    "bands_from": {str(shown): least for least, shown in rollup.BANDS},
    "total": {"fewer_than": rollup.TOTAL_THRESHOLD, "rounded_to": rollup.ROUNDING},
    "mix": {"shown_from": rollup.BREAKDOWN_THRESHOLD, "rounded_to": rollup.ROUNDING},
}
