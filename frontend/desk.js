// The moderators' desk without waiting for whole pages, and its single keys: each where the browser has all it needs.
import { DESK, KEYS, hasEach } from "../static/scripts/needs.js";

if (hasEach(DESK)) import("../static/scripts/moderation-desk.js");
if (hasEach(KEYS)) import("../static/scripts/moderation-keys.js");
