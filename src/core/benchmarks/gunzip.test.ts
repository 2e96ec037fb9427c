import { gzipSync, strToU8 } from 'fflate'
import { gzipSync as zlib } from 'node:zlib'
import { expect, test } from 'vitest'
import { DamagedGzip, gunzipBounded, TooLarge } from './gunzip'
import { readTextFile } from './text-file'

const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const wanted = { name: 'x.gz', code: 'bad-benchmark', what: 'a benchmark' } as const

test('reads one member or many, whatever they are cut into', () => {
  const big = strToU8(Array.from({ length: 50_000 }, (_, index) => `${index} `).join(''))
  expect(text(gunzipBounded(zlib(big), 1e6))).toBe(text(big))
  expect(text(gunzipBounded(joined(gzipSync(strToU8('a\n')), zlib(big), gzipSync(strToU8(''))), 1e6))).toBe(
    `a\n${text(big)}`,
  )
})

test('names what is cut or changed, wherever', () => {
  const file = joined(zlib(strToU8('first member\n')), zlib(strToU8('{"a": 1}'.repeat(100))))
  for (let end = 0; end < file.length; end += 1) {
    const cut = file.subarray(0, end)
    // The first member by itself is a whole file.
    if (text(gunzipOr(cut)) === 'first member\n') continue
    expect(() => gunzipBounded(cut, 1e6), `${end}`).toThrow(DamagedGzip)
  }
  let survived = 0
  for (let at = 0; at < file.length; at += 1) {
    const changed = file.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x10
    if (text(gunzipOr(changed)) === text(gunzipBounded(file, 1e6))) survived += 1
    else expect(() => gunzipBounded(changed, 1e6), `${at}`).toThrow(DamagedGzip)
  }
  // Time, flags and system in the two headers mean nothing.
  expect(survived).toBeLessThan(20)
})

function gunzipOr(file: Uint8Array): Uint8Array {
  try {
    return gunzipBounded(file, 1e6)
  } catch {
    return new Uint8Array()
  }
}

test('a bomb costs no more than the limit', () => {
  const bomb = zlib(new Uint8Array(40 * 2 ** 20))
  expect(() => gunzipBounded(bomb, 2 ** 20)).toThrow(TooLarge)
  const start = performance.now()
  expect(() => readTextFile(wanted, bomb)).toThrow(
    expect.objectContaining({ code: 'bad-benchmark', message: 'x.gz is larger than 16 MB when unpacked.' }),
  )
  expect(performance.now() - start).toBeLessThan(5000)
  expect(() => readTextFile(wanted, new Uint8Array(100), 50)).toThrow(/larger than/)
})
