import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { md5Hex } from '../../src/core/hash'
import { withFiles } from './spec-files'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-benchmark-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('replaces paths of benchmarks by ids of their content, and says where they are served', () => {
  const path = join(folder, 'My Suite.jsonl')
  writeFileSync(path, '{"task_id": "Mine/0"}\n')
  const spec = { version: 1, name: 'x', benchmarks: [{ id: path, limit: 3 }, { id: 'starter-mbpp' }] }
  const { text, benchmarks } = withFiles(JSON.stringify(spec))
  const id = `my-suite-${md5Hex('{"task_id": "Mine/0"}\n').slice(0, 8)}`
  expect(JSON.parse(text)).toEqual({ ...spec, benchmarks: [{ id, limit: 3 }, { id: 'starter-mbpp' }] })
  expect(benchmarks).toEqual([
    {
      id,
      mount: { prefix: '/benchmark-of-the-command/0/', folder, only: 'My Suite.jsonl' },
      file: { name: 'My Suite.jsonl', address: '/benchmark-of-the-command/0/My%20Suite.jsonl' },
    },
  ])
})

it('leaves specs without paths as they are, and what is no spec to the parser of specs', () => {
  for (const text of [
    '{"benchmarks":[{"id":"starter-mbpp"}]}',
    '{"benchmarks":3}',
    '{"benchmarks":[null]}',
    '[',
    '3',
  ]) {
    expect(withFiles(text)).toEqual({ text, benchmarks: [], imported: [] })
  }
})

it('names a file that is not there', () => {
  const text = JSON.stringify({ benchmarks: [{ id: join(folder, 'none.jsonl') }] })
  expect(() => withFiles(text)).toThrow(expect.objectContaining({ code: 'not-found' }))
})

it('replaces paths of samples by their names, and refuses two of one name', () => {
  const here = join(folder, 'big.jsonl')
  writeFileSync(here, '{"task_id": "Mine/0", "solution": ""}\n')
  const variants = [{ model: 'm' }, { name: 'big', samples: [here, null] }, { name: 'again', samples: here }]
  const { text, imported } = withFiles(JSON.stringify({ variants }))
  expect(JSON.parse(text)).toEqual({
    variants: [{ model: 'm' }, { name: 'big', samples: ['big.jsonl', null] }, { name: 'again', samples: 'big.jsonl' }],
  })
  expect(imported).toHaveLength(1)
  expect(imported[0]).toMatchObject({ id: 'big.jsonl', mount: { folder, only: 'big.jsonl' } })
  mkdirSync(join(folder, 'other'))
  writeFileSync(join(folder, 'other', 'big.jsonl'), '{}\n')
  const clash = {
    variants: [
      { name: 'a', samples: here },
      { name: 'b', samples: join(folder, 'other', 'big.jsonl') },
    ],
  }
  expect(() => withFiles(JSON.stringify(clash))).toThrow(expect.objectContaining({ code: 'usage' }))
})
