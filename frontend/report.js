// The report's behaviours in one file: its first page is to be small and soon there.
import '../static/scripts/report-journey.js'
import '../static/scripts/where-map.js'
