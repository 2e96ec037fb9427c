import type { Page } from '@playwright/test'
import { ANATOMY, attack, LEVELS, noise, syntheticBundle, type SyntheticOptions } from '../../src/core/figures/testing'
import { encodeRunFolder } from '../../src/storage/run-folder'

/** A made-up run with everything that the Results page shows: two models, attacks, noise, roles and layers. */
export const EVERYTHING: SyntheticOptions = {
  name: 'made-up study',
  models: ['lab/Sham-1B', 'lab/Sham-3B'],
  schemes: ['fp32', 'int8', 'int4'],
  conditions: [
    {},
    attack('char'),
    attack('synonym-substitution'),
    attack('translate'),
    ...['gaussian', 'uniform'].flatMap((kind) =>
      LEVELS.flatMap((level) => [1, 2].map((seed) => noise(kind, level, seed))),
    ),
    ...ANATOMY.slice(1, 9),
    ...ANATOMY.slice(9, 17),
  ],
  problems: 40,
  seed: 4,
}

/** Serves a made-up run as one that the site ships, under `source=recorded/NAME`. */
export async function serveRun(page: Page, name: string, options: SyntheticOptions): Promise<void> {
  const files = encodeRunFolder(syntheticBundle(options))
  await page.route(`**/recorded/${name}/*`, (route) => {
    const file = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    const bytes = files.get(file)
    if (bytes === undefined) return route.fulfill({ status: 404 })
    const contentType = file.endsWith('.json') ? 'application/json' : 'application/gzip'
    return route.fulfill({ body: Buffer.from(bytes), contentType })
  })
}
