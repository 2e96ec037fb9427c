import { expect, test } from 'vitest'
import { createEngine } from './index'

test('generates', async () => {
  const t0 = performance.now()
  const model = await createEngine({ baseUrl: '/' }).open('starter-coder-s', { device: 'wasm' })
  console.log('open', performance.now() - t0, JSON.stringify(model.info))
  const t1 = performance.now()
  const v = await model.variant('fp32')
  console.log('variant', performance.now() - t1, v.info)
  const out = await v.generate(
    [
      { id: 'a', prompt: 'def f(x):\n' },
      { id: 'b', prompt: 'hello' },
    ],
    { maxTokens: 20, stop: [], batchSize: 2 },
  )
  console.log(JSON.stringify(out))
  expect(out).toHaveLength(2)
  model.close()
})
