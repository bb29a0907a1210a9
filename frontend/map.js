// The map's page: the button that makes the picture move, and those that copy. What moves comes on first touch.
import { COPYING, MAP, SUGGESTIONS, hasEach } from "../static/scripts/needs.js";

if (hasEach(MAP)) import("../static/scripts/public-map.js");
if (hasEach(MAP) && hasEach(SUGGESTIONS)) import("../static/scripts/place-suggestions.js");
if (hasEach(COPYING)) import("../static/scripts/public-map-copy.js");
