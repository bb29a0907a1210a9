// Lighthouse's accessibility score of many pages with one browser: addresses on standard input, a JSON object on output.
import { readFileSync } from "node:fs";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const addresses = readFileSync(0, "utf8").split("\n").filter(Boolean);
const chrome = await launch({ chromeFlags: process.argv.slice(2), logLevel: "silent" });
const options = { port: chrome.port, onlyCategories: ["accessibility"], formFactor: "mobile", logLevel: "silent" };

const found = {};
for (const address of addresses) {
  const { lhr } = await lighthouse(address, options);
  const failed = Object.values(lhr.audits).filter((audit) => audit.scoreDisplayMode === "binary" && audit.score === 0);
  found[address] = { score: lhr.categories.accessibility.score * 100, failed: failed.map((audit) => audit.id) };
}
await chrome.kill();
process.stdout.write(JSON.stringify(found));
