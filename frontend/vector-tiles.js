// What draws vector tiles on a Leaflet map. Loaded on first touch alone, after Leaflet itself.
export {
  leafletLayer,
  CenteredTextSymbolizer,
  LineLabelSymbolizer,
  LineSymbolizer,
  PolygonSymbolizer,
} from "protomaps-leaflet";
