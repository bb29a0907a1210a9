// Two periods beside each other on one scale: two maps that move as one where there is room, a switch where there is none.
// What is told of a difference is told by the noise that is in both numbers.

import { fill } from "./public-map-card.js";
import { holds } from "./public-map-file.js";

const ROOM = 900; // pixels of the map, for two beside each other

// What two maps show of the same hexagon: `none` where one shows nothing there, null where it is cut another way.
function otherOf(hexagon, others) {
  const same = others.find((one) => !one.hexagon.isWider && one.hexagon.key === hexagon.key);
  if (same) return same.hexagon;
  const isCutOtherwise = others.some(
    ({ hexagon: one }) => !one.isWider && (holds(one, hexagon.middle) || holds(hexagon, one.middle)),
  );
  return isCutOtherwise ? null : { band: 0, quarters: null };
}

export function comparer(ground, library) {
  const { words } = ground;
  const isChance = (one, other) =>
    one === other || ground.chance.includes([Math.min(one, other), Math.max(one, other)].join(" "));

  // What the other period says of a hexagon, and whether the noise alone could make the difference.
  function besideWords(hexagon, { compared, comparedName }) {
    if (!compared || hexagon.isWider) return "";
    const other = otherOf(hexagon, library.of(compared));
    if (!other) return fill(words.otherwiseCut, { period: comparedName });
    const told = { period: comparedName, reports: other.band ? words.bandsInside[other.band] : words.tooFew };
    if (other.band === hexagon.band) return fill(words.besideSame, told);
    return fill(isChance(other.band, hexagon.band) ? words.besideChance : words.besideMore, told);
  }

  // Of all hexagons shown in either: how many differ by more than the noise explains.
  function summary({ period, name, compared, comparedName }) {
    const [ours, theirs] = [period, compared].map((each) => library.of(each).filter(({ hexagon }) => !hexagon.isWider));
    const pairs = ours.map(({ hexagon }) => [hexagon, otherOf(hexagon, theirs)]);
    const alone = theirs
      .filter(({ hexagon }) => otherOf(hexagon, ours)?.band === 0)
      .map(({ hexagon }) => [hexagon, { band: 0 }]);
    const all = [...pairs, ...alone].filter(([, other]) => other);
    const different = all.filter(([one, other]) => one.band !== other.band);
    const chance = different.filter(([one, other]) => isChance(one.band, other.band)).length;
    return fill(words.compared, {
      one: name,
      other: comparedName,
      n: all.length || words.none,
      chance: chance || words.none,
      more: different.length - chance || words.none,
    });
  }

  return { besideWords, summary };
}

// The second map beside the first, or the switch; `draw` makes a map in a container and shows a period on it.
export function beside({ shell, container, words, swap, draw }) {
  const bar = document.createElement("div");
  bar.className = "app-live-map__compared";
  let second = null;

  function button(text, isShown, act) {
    const one = document.createElement("button");
    Object.assign(one, { type: "button", textContent: text });
    one.setAttribute("aria-pressed", String(isShown));
    if (act) one.addEventListener("click", act);
    return one;
  }

  function clear() {
    bar.textContent = "";
    bar.remove();
    shell.classList.remove("app-live-map-shell--two");
    second?.remove();
    second = null;
  }

  return {
    show(asked) {
      const hadSwitch = bar.contains(document.activeElement);
      const hasRoom = shell.clientWidth >= ROOM;
      if (!asked.compared || !hasRoom) clear();
      if (!asked.compared) return;
      bar.textContent = "";
      shell.insertBefore(bar, container);
      if (hasRoom) {
        for (const name of [asked.name, asked.comparedName]) {
          const label = document.createElement("p");
          label.textContent = name;
          bar.append(label);
        }
        shell.classList.add("app-live-map-shell--two");
        second = second ?? draw();
        second.show(asked);
      } else {
        bar.setAttribute("role", "group");
        bar.setAttribute("aria-label", words.switch);
        const inOrder = [
          [asked.period, asked.name, true],
          [asked.compared, asked.comparedName, false],
        ].sort();
        for (const [, name, isShown] of inOrder) bar.append(button(name, isShown, isShown ? null : swap));
        if (hadSwitch) bar.querySelector("[aria-pressed=true]").focus();
      }
    },
  };
}
