import { expect, test } from 'vitest'
import { addressParameters, addressText, otherRunAddress, runAddress } from './run-address'
import { linkTo, parseRoute } from './routes'

test('a run and the one it is compared with stand in the address and come back from it', () => {
  const run = { kind: 'source', name: 'recorded/quick-check' } as const
  const other = { kind: 'opened', name: 'my run: 2.zip' } as const
  const link = linkTo('run', { ...addressParameters(run), show: 'compare', with: addressText(other) })
  const { parameters } = parseRoute(link)
  expect(runAddress(parameters)).toEqual(run)
  expect(otherRunAddress(parameters)).toEqual(other)
  expect(runAddress(new URLSearchParams())).toBeNull()
  expect(otherRunAddress(new URLSearchParams({ with: 'elsewhere:x' }))).toBeNull()
})
