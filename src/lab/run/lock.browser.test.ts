import { expect, it } from 'vitest'
import { withRunLock } from './lock'

it('lets one carrier at a time have a run, and names the refusal', async () => {
  let finish: () => void = () => undefined
  const first = withRunLock('a', () => new Promise<string>((resolve) => (finish = () => resolve('done'))))
  await expect.poll(async () => (await navigator.locks.query()).held?.length).toBe(1)
  await expect(withRunLock('a', async () => 'again')).rejects.toMatchObject({ code: 'already-running' })
  expect(await withRunLock('b', async () => 'another run')).toBe('another run')
  finish()
  expect(await first).toBe('done')
  expect(await withRunLock('a', async () => 'after')).toBe('after')
})

it('frees the run when its carrier fails, and passes the error on', async () => {
  const error = new Error('broken')
  await expect(withRunLock('c', () => Promise.reject(error))).rejects.toBe(error)
  expect(await withRunLock('c', async () => 'after')).toBe('after')
})
