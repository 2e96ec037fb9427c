/** Serves the built site (built first where it is older than its sources) below a path, as some hosts do. For Playwright. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureSite } from '../../cli/site.ts'
import { serveFolder } from '../../cli/static-server.ts'
import { BASE_PATH, PORT } from './site.ts'

const site = await ensureSite(process.env['SHAKEDOWN_SITE'] ?? null, (line) => process.stderr.write(`${line}\n`))
const root = fileURLToPath(new URL(`../../.work/e2e-root-${PORT}`, import.meta.url))
rmSync(root, { recursive: true, force: true })
const folder = join(root, BASE_PATH)
mkdirSync(join(folder, '..'), { recursive: true })
symlinkSync(site, folder.replace(/\/$/, ''))
const { address } = await serveFolder(root, { port: PORT })
process.stderr.write(`Serving ${site} at ${address.replace(/\/$/, '')}${BASE_PATH}\n`)
