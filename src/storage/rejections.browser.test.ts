import { expect, test } from 'vitest'
import { createRejectionStore } from './rejections'

test('a prompt that was rejected is still so in another visit, until it is taken back', async () => {
  const name = `rejections-${crypto.randomUUID()}`
  const one = { task_id: 'Starter/1', prompt: 'a'.repeat(64) }
  const other = { task_id: 'Starter/1', prompt: 'b'.repeat(64) }
  const store = createRejectionStore(name)
  await store.put(one)
  await store.put(other)
  await store.put(one)
  expect(await createRejectionStore(name).all()).toEqual([one, other])
  await createRejectionStore(name).remove(one)
  expect(await store.all()).toEqual([other])
})
