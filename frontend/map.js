// The map's page: the button that makes the picture move, and those that copy. What moves comes on first touch.
import { COPYING, MAP, hasEach } from "../static/scripts/needs.js";

if (hasEach(MAP)) import("../static/scripts/public-map.js");
if (hasEach(COPYING)) import("../static/scripts/public-map-copy.js");
