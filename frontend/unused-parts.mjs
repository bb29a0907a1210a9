// In the place of parts of protomaps-leaflet that nothing of ours calls: see `UNUSED` in build.mjs.
const refuse = () => {
  throw new Error("This part is not built in.");
};

export { refuse as mix, refuse as namedFlavor };
export class PMTiles {
  constructor() {
    refuse();
  }
}
