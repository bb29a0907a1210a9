// Scores one page with the MDN HTTP Observatory, asked on this machine: prints its JSON.
import fs from "node:fs";

// The package fetches the browsers' preload list when it is installed with scripts; ours has none, and no site of a
// test is in it.
const read = fs.readFileSync;
fs.readFileSync = (file, ...rest) => (String(file).endsWith("hsts-preload.json") ? "{}" : read(file, ...rest));

const { scan } = await import("@mdn/mdn-http-observatory");
console.log(JSON.stringify(await scan(process.argv[2])));
