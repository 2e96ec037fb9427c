import { expect, test } from 'vitest'
import { ByteCache } from './byte-cache'

const made = (text: string) => Promise.resolve({ value: { text }, bytes: text.length })

test('makes a value once however many ask, and again after a failure', async () => {
  const cache = new ByteCache<object, { text: string }>(100)
  const key = {}
  let count = 0
  const failing = () => {
    count += 1
    return Promise.reject<{ value: { text: string }; bytes: number }>(new Error('no'))
  }
  const asked = [cache.get(key, failing), cache.get(key, failing)]
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(count).toBe(1)
  expect(await cache.get(key, () => made('x'))).toEqual({ text: 'x' })
  expect(await cache.get(key, failing)).toEqual({ text: 'x' })
})

test('lets the least recently used go beyond its bytes, and keeps nothing larger than itself', async () => {
  const cache = new ByteCache<object, { text: string }>(10)
  const [one, two, three, large] = [{}, {}, {}, {}]
  await cache.get(one, () => made('aaaa'))
  await cache.get(two, () => made('bbbb'))
  await cache.get(one, () => made('not made again'))
  await cache.get(three, () => made('cccc'))
  expect(cache.bytes).toBe(8)
  const used = await cache.get(large, () => made('x'.repeat(50)))
  expect(used.text).toHaveLength(50)
  expect(cache.bytes).toBe(8)
  // While it is in use it is not made again.
  expect(await cache.get(large, () => made('other'))).toBe(used)
  expect(cache.bytes).toBe(8)
})
