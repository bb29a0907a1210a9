// The map of a staff page that moves: where the browser has all that it and its ground need.
import { hasEach, MAP } from "../static/scripts/needs.js";

if (hasEach(MAP)) import("../static/scripts/staff-interactive-map.js");
