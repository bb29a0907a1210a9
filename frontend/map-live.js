// The map that moves. Loaded on first touch alone; what draws its ground is loaded after it.
export { liveMap } from "../static/scripts/public-map-live.js";
