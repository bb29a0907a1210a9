// The one scale of density, as the server hands it over: the class of a hexagon, and how each looks by day and by night,
// on paper and in a person's own colours.

export function densityScale({ limits, areas, opacity, day, night }) {
  const isNight = matchMedia("(prefers-color-scheme: dark)");
  const isPaper = matchMedia("print");
  const isOwn = matchMedia("(forced-colors: active)");

  function classOf(density) {
    return limits.filter((least) => density >= least).length;
  }

  function densityOf({ band, resolution, quarters }) {
    return band / areas[resolution] / quarters.length;
  }

  // A canvas knows no system colours by itself, and a page's own are not forced upon it.
  function look() {
    if (isOwn.matches) {
      const all = (colour) => day.fill.map(() => colour);
      const [fill, text] = [all("Canvas"), all("CanvasText")];
      return {
        fill,
        text,
        edge: "CanvasText",
        street: "Canvas",
        hot: "Highlight",
        heat: day.fill,
        opacity: 1,
        hasPatterns: true,
        isNight: false,
      };
    }
    const isDark = isNight.matches && !isPaper.matches;
    const { fill, text, edge, hot } = isDark ? night : day;
    return { fill, text, edge, hot, street: edge, heat: fill, opacity, hasPatterns: isPaper.matches, isNight: isDark };
  }

  return {
    densityOf,
    classOf,
    classOfHexagon: (hexagon) => classOf(densityOf(hexagon)),
    look,
    onNewLook(act) {
      for (const query of [isNight, isPaper, isOwn]) query.addEventListener("change", act);
    },
  };
}
