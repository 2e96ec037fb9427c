import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../core/errors'
import { externalFiles } from './external-data'
import { externalTensor, message, number, text, tinyGraph } from './testing/tiny-graph'
import { noise } from './testing/tiny-model'

const found = (path: string, bytes: Uint8Array<ArrayBuffer>) => externalFiles(path, new Blob([bytes]))

test('data files are relative to the graph, each once', async () => {
  const graph = tinyGraph({ external: ['b.data', 'a.data', 'b.data', './sub/c.data'] })
  expect(await found('onnx/m.onnx', graph)).toEqual(['onnx/a.data', 'onnx/b.data', 'onnx/sub/c.data'])
  expect(await found('m.onnx', tinyGraph({ inline: noise(10, 1) }))).toEqual([])
})

test('tensors within branches count', async () => {
  expect(await found('m.onnx', tinyGraph({ inBranch: ['branch.data'], external: ['top.data'] }))).toEqual(['branch.data', 'top.data'])
})

test('a graph larger than what is read at once: only its short parts are read', async () => {
  const big = tinyGraph({ inBranch: ['branch.data'], inline: noise(5 << 20, 1), external: ['top.data'] })
  const blob = new Blob([big])
  let read = 0
  const slice = blob.slice.bind(blob)
  blob.slice = (start = 0, end = blob.size) => {
    read += end - start
    return slice(start, end)
  }
  expect(await externalFiles('m.onnx', blob)).toEqual(['branch.data', 'top.data'])
  expect(read).toBeLessThan(4 << 20)
})

test('a branch larger than what is read at once', async () => {
  const tensors = [externalTensor('x.data'), message(9, noise(2 << 20, 2))].map((tensor) => message(5, tensor))
  const branch = message(5, text(1, 'then_branch'), message(6, ...tensors))
  const graph = message(7, message(1, text(4, 'If'), branch))
  const bytes = new Uint8Array([...number(1, 8), ...graph])
  expect(await found('m.onnx', bytes)).toEqual(['x.data'])
})

describe('refused', () => {
  test.each(['../up.data', '/etc/passwd', 'a/../../b', 'C:\\x', ''])('a location outside the folder: "%s"', async (location) => {
    await expect(found('onnx/m.onnx', tinyGraph({ external: [location] }))).rejects.toMatchObject({ code: 'bad-model' })
  })

  test('only named errors, whatever the bytes', async () => {
    const graph = tinyGraph({ external: ['m.data'], inline: noise(300, 1), inBranch: ['b.data'] })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(graph.length - 1), fc.nat(255)), { maxLength: 5 }), fc.nat(graph.length), async (changes, end) => {
        const bytes = graph.slice(0, end)
        for (const [at, value] of changes) if (at < end) bytes[at] = value
        const thrown = await found('m.onnx', bytes).catch((problem: unknown) => problem)
        if (thrown instanceof Error) expect(thrown).toBeInstanceOf(LabError)
        else expect(Array.isArray(thrown)).toBe(true)
      }),
      { numRuns: 300, seed: 3 },
    )
  })
})

test('graphs of real exporters that hold their own weights', async () => {
  const folder = 'public/models'
  const graphs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.onnx'))
  for (const name of graphs) {
    const bytes = new Uint8Array(readFileSync(`${folder}/${name}`))
    expect(await found(name, bytes), name).toEqual([])
  }
  // Three coders of one graph each, two translators of an encoder and a decoder.
  expect(graphs.length).toBeGreaterThanOrEqual(7)
})
