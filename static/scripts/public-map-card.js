// What a hexagon says: in one sentence to hear, and on a card to read, with what the council did there and a way to report.

export function fill(template, values) {
  return template.replace(/{(\w+)}/g, (_whole, name) => values[name]);
}

const NEAR = 1.5; // edges from the middle: a name further away is another place's

// The name of most people that stands in a hexagon or close beside it.
function nameNear({ corners, middle }, names, unitSquare) {
  const edge = Math.hypot(corners[1][0] - corners[0][0], corners[1][1] - corners[0][1]);
  const found = names.find(([, longitude, latitude]) => {
    const [x, y] = unitSquare(longitude, latitude);
    return Math.hypot(x - middle[0], y - middle[1]) <= edge * NEAR;
  });
  return found ? found[0] : "";
}

export function cardWriter(ground, unitSquare) {
  const { words } = ground;

  function sentence({ hexagon }) {
    const own = ground.places[hexagon.key]; // of another period's hexagons none has come
    const place = own ?? nameNear(hexagon, ground.names, unitSquare);
    const told = {
      reports: words.bands[hexagon.isSum ? "sum" : "one"][hexagon.band],
      period: ground.covers[hexagon.quarters.join(" ")],
      size: words.sizes[hexagon.resolution],
      place,
    };
    if (hexagon.isWider) return fill(words.spread, told);
    if (own) return fill(words.cardAt, told);
    return fill(place ? words.cardNear : words.card, told);
  }

  // `beside` is what another period says of the same hexagon, in words; empty when none is compared with.
  function inWords(found, period, beside = "") {
    const whole =
      period === ground.period
        ? fill(words.whole, { reports: found.council.total, council: found.council.council })
        : "";
    return [sentence(found), beside, found.hexagon.isHot ? words.hot : "", whole].filter(Boolean).join(" ");
  }

  function paragraph(text) {
    const written = document.createElement("p");
    written.textContent = text;
    return written;
  }

  function doneAt(place, council) {
    return (council.responses ?? []).filter((one) => place && one.place.toLowerCase().includes(place.toLowerCase()));
  }

  // Sent as a form: a place stands in no address. It leads to the text on safety first, as every report does.
  function reportForm({ longitude, latitude }) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: ground.report });
    for (const [name, value] of [
      ["s", "map"],
      ["at", `${longitude.toFixed(4)},${latitude.toFixed(4)}`],
    ]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    const button = document.createElement("button");
    Object.assign(button, {
      type: "submit",
      className: "govuk-button govuk-!-margin-bottom-0",
      textContent: words.report,
    });
    form.append(button);
    return form;
  }

  // To the operator's address: nothing is sent, and the link names neither the hexagon nor whoever follows it.
  function wrongLink() {
    const link = document.createElement("a");
    Object.assign(link, { href: ground.wrong, className: "govuk-link app-tap", textContent: words.wrong });
    const leads = paragraph("");
    leads.append(link);
    return leads;
  }

  function card(found, period, beside) {
    const written = document.createElement("div");
    written.append(paragraph(inWords(found, period, beside)));
    const place = nameNear(found.hexagon, ground.names, unitSquare);
    written.append(reportForm(found.hexagon));
    for (const told of doneAt(place, found.council)) written.append(paragraph(fill(words.done, told)));
    written.append(wrongLink());
    return written;
  }

  function totalInWords(council) {
    return fill(words.total, { council: council.council, reports: council.total });
  }

  function councilCard(council, period) {
    const written = document.createElement("div");
    const link = document.createElement("a");
    const address = new URL(ground.overview.address, location.href);
    address.searchParams.set("area", council.code);
    address.searchParams.set("period", period);
    Object.assign(link, { href: address.href, className: "govuk-link", textContent: fill(words.itsMap, council) });
    const leads = paragraph("");
    leads.append(link);
    written.append(paragraph(totalInWords(council)), leads);
    return written;
  }

  return { inWords, card, totalInWords, councilCard };
}
