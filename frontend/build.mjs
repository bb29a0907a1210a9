// Builds build/frontend: one stylesheet from sass, one script from govuk-frontend's modules. Takes a second or two.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { build, transform } from 'esbuild'
import { compileAsync } from 'sass'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('../build/frontend/')
// The oldest of each kind that is meant: docs/browsers.md says what works in them.
const OLDEST = JSON.parse(await readFile(here('browsers.json'), 'utf8'))
const BROWSERS = Object.entries(OLDEST).map(([name, version]) => name + version)

// GOV.UK Frontend names left and right; a right-to-left language needs start and end.
const SIDES = { left: 'start', right: 'end' }
const logical = (css) =>
  css
    .replace(/([{;\s])(margin|padding|border)-(left|right)(?=[:-])/g, (_, before, name, side) => {
      return `${before}${name}-inline-${SIDES[side]}`
    })
    .replace(/([{;\s])(left|right)(?=:)/g, (_, before, side) => `${before}inset-inline-${SIDES[side]}`)
    .replace(/(text-align:\s*)(left|right)/g, (_, before, side) => before + SIDES[side])

// Browsers without `float: inline-start` keep the physical side written before it.
const floating = (css) => css.replace(/float:\s*(left|right)/g, (whole, side) => `${whole};float:inline-${SIDES[side]}`)

const styles = async () => {
  const { css } = await compileAsync(here('site.scss'), {
    loadPaths: [here('../node_modules/govuk-frontend/dist')],
    quietDeps: true
  })
  const brand = await readFile(here('brand.css'), 'utf8')
  const { code } = await transform(floating(logical(css)) + brand, { loader: 'css', minify: true, target: BROWSERS })
  if (/url\(["']?\/assets|@font-face|sourceMappingURL/.test(code)) {
    throw new Error('The stylesheet asks for a font or a file that we do not serve.')
  }
  await writeFile(`${out}styles/site.css`, code)
}

const scripts = () =>
  build({
    entryPoints: [here('govuk.js'), here('report.js'), here('vector-tiles.js')],
    outdir: `${out}scripts`,
    entryNames: '[name]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    legalComments: 'none'
  })

await rm(out, { recursive: true, force: true })
await mkdir(`${out}styles`, { recursive: true })
await mkdir(`${out}scripts`, { recursive: true })
await Promise.all([styles(), scripts()])
