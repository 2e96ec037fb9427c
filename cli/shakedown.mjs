#!/usr/bin/env node
// The command's sources are TypeScript and run as they are: nothing has to be built after `npm ci`.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
