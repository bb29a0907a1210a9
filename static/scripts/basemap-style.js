// How the ground looks: quiet, so that the hexagons speak. By day and by night, with names that stay legible.

const DAY = {
  land: "#f6f5f1",
  outside: "#dfe7ec",
  green: "#dfead6",
  built: "#eeebe5",
  water: "#b7d3e4",
  building: "#e0dbd2",
  road: "#ffffff",
  main: "#fdeec4",
  casing: "#c2bcb0",
  path: "#a89d8c",
  rail: "#9aa0a5",
  edge: "#9fabb4",
  text: "#2c3a45",
  textOnWater: "#2a5f80",
  halo: "#ffffff",
};

const NIGHT = {
  land: "#151d24",
  outside: "#0c1217",
  green: "#1f3529",
  built: "#1d262f",
  water: "#1d3a4e",
  building: "#242e37",
  road: "#3a4753",
  main: "#6d6346",
  casing: "#0e151b",
  path: "#4d5964",
  rail: "#5b6670",
  edge: "#4a5965",
  text: "#cfdae2",
  textOnWater: "#93c4e2",
  halo: "#10171d",
};

const MAIN = new Set(["motorway", "trunk", "primary", "highway", "major_road"]);
// "road" is all that some archives say of a street for cars.
const MIDDLE = new Set(["secondary", "tertiary", "motorway_link", "trunk_link", "primary_link", "medium_road", "road"]);
const BUILT = new Set(["residential", "retail", "commercial", "industrial"]);
export const ROAD_LAYERS = ["roads", "transport", "streets"]; // of our own archives, and of others one may come by
const FONT = "system-ui, sans-serif";

// Our own archives say class; others say it in OpenStreetMap's or Protomaps's words.
function classOf({ props }) {
  return (
    props.class ?? props.highway ?? props.landuse ?? props.leisure ?? props.natural ?? props.kind_detail ?? props.kind
  );
}

const isMain = (feature) => MAIN.has(classOf(feature));
const isMiddle = (feature) => MIDDLE.has(classOf(feature));

// Pixels at each zoom from 6 on; what is closer stays as wide as the last.
function widths(...pixels) {
  return (zoom) => pixels[Math.min(Math.max(Math.round(zoom) - 6, 0), pixels.length - 1)];
}

const WIDTHS = [
  { of: (f) => !isMain(f) && !isMiddle(f), width: widths(0, 0, 0, 0, 0, 0, 0, 1, 2.5, 5, 8), colour: "road" },
  { of: isMiddle, width: widths(0, 0, 0, 0.6, 0.8, 1, 1.6, 2.4, 4, 7, 10), colour: "road" },
  { of: isMain, width: widths(0.6, 0.8, 1, 1.2, 1.6, 2.2, 3, 4, 5.5, 8, 12), colour: "main" },
];

// The streets that are drawn once more above the hexagons, whose fill hides them: those one finds one's way by.
export function isDrawnAbove(feature, zoom) {
  if (isMain(feature)) return zoom >= 8;
  return zoom >= (isMiddle(feature) ? 10 : 14);
}

export function coloursFor(isDark) {
  return isDark ? NIGHT : DAY;
}

export function paintRules({ LineSymbolizer, PolygonSymbolizer }, colours) {
  const fill = (dataLayer, colour, filter) => ({
    dataLayer,
    symbolizer: new PolygonSymbolizer({ fill: colour }),
    filter,
  });
  const line = (dataLayer, options, rest) => ({ dataLayer, symbolizer: new LineSymbolizer(options), ...rest });
  const round = { lineCap: "round", lineJoin: "round" };
  const roads = (colourOf, extra) =>
    WIDTHS.flatMap(({ of, width, colour }) =>
      ROAD_LAYERS.map((layer) =>
        line(
          layer,
          { color: colourOf(colour), width: (zoom) => width(zoom) + extra, ...round },
          { filter: (zoom, f) => of(f) && width(zoom) > 0 },
        ),
      ),
    );
  return [
    fill("overview_outside", colours.outside),
    fill("landuse", colours.built, (_zoom, f) => BUILT.has(classOf(f))),
    fill("landuse", colours.green, (_zoom, f) => !BUILT.has(classOf(f))),
    fill("water", colours.water),
    line("waterways", { color: colours.water, width: widths(0.5, 0.5, 0.5, 0.8, 1, 1, 1.2, 1.5, 2, 2.5, 3) }),
    fill("buildings", colours.building),
    line("overview_edges", { color: colours.edge, width: 0.7, dash: [3, 3], dashColor: colours.edge, dashWidth: 0.7 }),
    line("paths", { dash: [3, 2], color: colours.path, width: 1 }, { minzoom: 15 }),
    ...roads(() => colours.casing, 1.4),
    ...roads((name) => colours[name], 0),
    line("railways", { color: colours.rail, width: widths(0.6, 0.6, 0.6, 0.8, 0.8, 0.8, 1, 1.2, 1.5) }),
  ];
}

const PLACES = [
  { classes: ["city"], font: `700 17px ${FONT}`, from: 6 },
  { classes: ["town", "locality"], font: `600 15px ${FONT}`, from: 8 },
  { classes: ["village", "suburb"], font: `600 13px ${FONT}`, from: 11 },
  { classes: ["hamlet", "neighbourhood"], font: `500 12px ${FONT}`, from: 13 },
];

export function labelRules({ CenteredTextSymbolizer, LineLabelSymbolizer }, colours, language) {
  const labelProps = language === "cy" ? ["name_cy", "name:cy", "name"] : ["name"];
  const words = { labelProps, fill: colours.text, stroke: colours.halo, width: 3 };
  const text = (dataLayer, options, rest) => ({
    dataLayer,
    symbolizer: new CenteredTextSymbolizer({ ...words, ...options }),
    ...rest,
  });
  const along = (dataLayer, options, rest) => ({
    dataLayer,
    symbolizer: new LineLabelSymbolizer({ ...words, ...options }),
    ...rest,
  });
  return [
    ...PLACES.map(({ classes, font, from }) =>
      text("places", { font }, { minzoom: from, filter: (_zoom, f) => classes.includes(classOf(f)) }),
    ),
    text(
      "water",
      { font: `italic 500 12px ${FONT}`, fill: colours.textOnWater },
      { minzoom: 12, filter: (_zoom, f) => Boolean(f.props.name) },
    ),
    along("roads", { font: `600 12px ${FONT}` }, { minzoom: 13, filter: (_zoom, f) => isMain(f) || isMiddle(f) }),
    along("roads", { font: `500 12px ${FONT}` }, { minzoom: 15, filter: (_zoom, f) => !isMain(f) && !isMiddle(f) }),
    text("pois", { font: `500 11px ${FONT}` }, { minzoom: 16 }),
  ];
}
