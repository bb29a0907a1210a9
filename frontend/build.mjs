// Builds build/frontend: the stylesheets from sass, and every script that pages load but the way out's. Takes a second or two.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import { compileAsync } from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../build/frontend/");
// The oldest of each kind that is meant: docs/browsers.md says what works in them.
const OLDEST = JSON.parse(await readFile(here("browsers.json"), "utf8"));
const BROWSERS = Object.entries(OLDEST).map(([name, version]) => name + version);

// GOV.UK Frontend names left and right; a right-to-left language needs start and end.
const SIDES = { left: "start", right: "end" };
const logical = (css) =>
  css
    .replace(/([{;\s])(margin|padding|border)-(left|right)(?=[:-])/g, (_, before, name, side) => {
      return `${before}${name}-inline-${SIDES[side]}`;
    })
    .replace(/([{;\s])(left|right)(?=:)/g, (_, before, side) => `${before}inset-inline-${SIDES[side]}`)
    .replace(/(text-align:\s*)(left|right)/g, (_, before, side) => before + SIDES[side]);

// Browsers that know no shorthand for the two sides of a line, as Chrome before 87, know each side.
const sided = (css) =>
  css
    .replace(/([{;\s])((?:margin|padding)-(?:inline|block)):\s*([^;}]+)/g, (_, before, name, value) => {
      const [start, end = start] = value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g);
      return `${before}${name}-start:${start};${name}-end:${end}`;
    })
    .replace(
      /([{;\s])(border-(?:inline|block))(-width|-style|-color)?:\s*([^;}]+)/g,
      (_, before, name, rest = "", value) => {
        return `${before}${name}-start${rest}:${value};${name}-end${rest}:${value}`;
      },
    );

// They know no `inset` either: a box, a ring or a panel placed by one would lie anywhere. Its sides stand at the end behind
// `@supports`, since beside the logical ones they would hold in a language that is read from the right.
const PHYSICAL = {
  inset: ["top", "right", "bottom", "left"],
  "inset-block": ["top", "bottom"],
  "inset-inline": ["left", "right"],
  "inset-block-start": ["top"],
  "inset-block-end": ["bottom"],
  "inset-inline-start": ["left"],
  "inset-inline-end": ["right"],
};
const physical = (css) =>
  [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector, declarations]) => {
    const sides = [...declarations.matchAll(/(?:^|;)(inset[a-z-]*):([^;]+)/g)].flatMap(([, name, value]) => {
      const values = value.match(/(?:[^\s(]|\([^()]*\))+/g);
      return PHYSICAL[name].map((side, at) => `\n${side}:${values[at] ?? values[at - 2] ?? values[0]}`);
    });
    return sides.length === 0 ? [] : [`${selector}{${sides.join(";")}}`];
  });
const placed = (minified) => {
  const blocks = minified.match(/@media[^{]+\{(?:[^{}]*\{[^{}]*\})*\}|[^{}]+\{[^{}]*\}/g);
  const fallback = blocks.map((block) => {
    if (!block.startsWith("@media")) return physical(block).join("");
    const inside = physical(block.slice(block.indexOf("{") + 1, -1)).join("");
    return inside && `${block.slice(0, block.indexOf("{"))}{${inside}}`;
  });
  const without = fallback.join("");
  return `${minified.trim()}\n${without && `@supports not (inset-inline-start:0){${without}}\n`}`;
};

// Browsers without `float: inline-start` keep the physical side written before it.
const floating = (css) =>
  css.replace(/float:\s*(left|right)/g, (whole, side) => `${whole};float:inline-${SIDES[side]}`);

// What draws tiles brings styles of its own, ways to mix their colours and a reader of whole archives. We have our own
// style, and our server reads the archives: two fifths of the bytes would lie on a phone for nothing.
const UNUSED = Object.fromEntries(
  ["@protomaps/basemaps", "color2k", "pmtiles"].map((name) => [name, here("unused-parts.mjs")]),
);

const styles = async (name, ...more) => {
  const { css } = await compileAsync(here(`${name}.scss`), {
    loadPaths: [here("../node_modules/govuk-frontend/dist")],
    quietDeps: true,
    style: "compressed", // without comments, in which the replacements below would find what is no rule
  });
  const { code: minified } = await transform([sided(floating(logical(css))), ...more].join(""), {
    loader: "css",
    minify: true,
    target: BROWSERS,
  });
  const code = placed(minified);
  if (/url\(["']?\/assets|@font-face|sourceMappingURL/.test(code)) {
    throw new Error("The stylesheet asks for a font or a file that we do not serve.");
  }
  await writeFile(`${out}styles/${name}.css`, code);
};

const scripts = () =>
  build({
    entryPoints: ["govuk", "report", "map", "map-live", "vector-tiles", "desk", "passkey", "staff-map", "useful"].map(
      (name) => here(`${name}.js`),
    ),
    alias: UNUSED,
    external: ["./vector-tiles.js"], // stays a file of its own: only who moves the map loads it
    outdir: `${out}scripts`,
    entryNames: "[name]",
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    legalComments: "none",
  });

await rm(out, { recursive: true, force: true });
await mkdir(`${out}styles`, { recursive: true });
await mkdir(`${out}scripts`, { recursive: true });
await Promise.all([styles("site", await readFile(here("brand.css"), "utf8")), styles("map"), scripts()]);
