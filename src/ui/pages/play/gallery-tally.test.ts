import { expect, test } from 'vitest'
import { tally } from './gallery-tally'

test('failures are counted with and without what was rejected', () => {
  expect(
    tally([
      { isRejected: false, original: true, variant: false },
      { isRejected: true, original: false, variant: false },
      { isRejected: false, original: true, variant: null },
      { isRejected: false, original: null, variant: null },
    ]),
  ).toEqual({
    rejected: 1,
    all: { original: { failed: 1, run: 3 }, variant: { failed: 2, run: 2 } },
    kept: { original: { failed: 0, run: 2 }, variant: { failed: 1, run: 1 } },
  })
})
