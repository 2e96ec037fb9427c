import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { capWasmMemory } from './cap-memory'
import { loadRuntimeParts, type ReadRuntimeFile } from './runtime-files'
import { RUNTIME_FILES, type RuntimeFile } from './runtime-hashes'

const MIB = 1_048_576
const contents = (file: RuntimeFile) => new Uint8Array(readFileSync(`node_modules/pyodide/${RUNTIME_FILES[file].name}`))
const broken =
  (wrong: RuntimeFile, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): ReadRuntimeFile =>
  (file) =>
    Promise.resolve(file === wrong ? change(contents(file)) : contents(file))

describe('the runtime', () => {
  test('is the pinned one, with its memory capped and nothing else changed', async () => {
    const parts = await loadRuntimeParts('', 256 * MIB, (file) => Promise.resolve(contents(file)))
    const before = contents('wasm')
    const after = new Uint8Array(parts.wasm)
    const changed = before.reduce<number[]>(
      (places, byte, index) => (byte === after[index] ? places : [...places, index]),
      [],
    )
    expect(changed).toEqual([37477, 37478])
    expect(parts.assembly).toContain('_createPyodideModule')
    expect(() => capWasmMemory(before, 1 * MIB)).toThrow(expect.objectContaining({ code: 'python-start' }))
    expect(() => capWasmMemory(before.slice(0, 8), 256 * MIB)).toThrow(
      expect.objectContaining({ code: 'python-start' }),
    )
  })

  test.each([
    ['a web page', () => new TextEncoder().encode('<!DOCTYPE html><title>Not found</title>'), 'html-instead-of-file'],
    ['half of the file', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length / 2), 'truncated-file'],
    ['one other byte', (bytes: Uint8Array<ArrayBuffer>) => bytes.with(1000, (bytes[1000] ?? 0) ^ 1), 'python-start'],
  ] as const)('that came as %s is named', async (_name, change, code) => {
    for (const file of ['wasm', 'standardLibrary'] as const) {
      await expect(loadRuntimeParts('', 256 * MIB, broken(file, change))).rejects.toMatchObject({
        code,
        message: expect.stringContaining(RUNTIME_FILES[file].name),
      })
    }
  })
})
