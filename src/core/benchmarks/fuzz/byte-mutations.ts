import { gzipSync, strToU8 } from 'fflate'
import type { Xoshiro128 } from '../../random/xoshiro'

/** What a mutation makes of a sound file. */
export type ByteMutation = (
  text: string,
  random: Xoshiro128,
) => {
  readonly file: Uint8Array
  /** The text that a reader must see in it, if it reads it at all; null: whatever the bytes are as UTF-8. */
  readonly text: string | null
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

function flipped(bytes: Uint8Array, random: Xoshiro128): Uint8Array {
  const changed = bytes.slice()
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const at = random.below(changed.length)
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
  }
  return changed
}

const MEGABYTE = 2 ** 20

export const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  nothing: (text) => ({ file: strToU8(text), text }),
  cut: (text, random) => ({ file: strToU8(text).subarray(0, random.below(text.length)), text: null }),
  bits: (text, random) => ({ file: flipped(strToU8(text), random), text: null }),
  'gzip cut': (text, random) => {
    const packed = gzipSync(strToU8(text))
    return { file: packed.subarray(0, 2 + random.below(packed.length - 2)), text }
  },
  'gzip bits': (text, random) => ({ file: flipped(gzipSync(strToU8(text)), random), text: null }),
  'gzip in parts': (text, random) => {
    const bytes = strToU8(text)
    const at = random.below(bytes.length)
    return { file: joined(gzipSync(bytes.subarray(0, at)), gzipSync(bytes.subarray(at))), text }
  },
  'gzip with more behind it': (text, random) => {
    const more = Uint8Array.from({ length: 1 + random.below(100) }, () => random.below(256))
    return { file: joined(gzipSync(strToU8(text)), more), text }
  },
  bomb: (text, random) => {
    const fill = [0x00, 0x20, 0x0a, 0x5b, 0x31][random.below(5)] ?? 0
    const bytes = new Uint8Array((1 + random.below(48)) * MEGABYTE).fill(fill)
    bytes.set(strToU8(text))
    return { file: gzipSync(bytes, { level: 1 }), text: null }
  },
  'gzip of gzip': (text) => ({ file: gzipSync(gzipSync(strToU8(text))), text: null }),
  'many members': (text) => {
    const empty = gzipSync(new Uint8Array())
    return { file: joined(gzipSync(strToU8(text)), ...Array.from({ length: 5000 }, () => empty)), text }
  },
  'byte order mark': (text) => ({ file: strToU8(`\ufeff${text}`), text }),
  'line ends': (text, random) => {
    const end = ['\r\n', '\r', '\n\n\r\n', '\u2028'][random.below(4)] ?? ''
    const other = text.replaceAll('\n', end)
    return { file: strToU8(other), text: other }
  },
  'another encoding': (text) => ({
    file: Uint8Array.from([0xff, 0xfe, ...[...strToU8(text)].flatMap((byte) => [byte, 0])]),
    text: null,
  }),
  'a page': (text) => ({ file: strToU8(`<!doctype html>\n${text}`), text: null }),
}
