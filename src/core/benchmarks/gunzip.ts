import { Gunzip } from 'fflate'

/** Compressed bytes given to the decompressor at a time: what they unpack to is the most that a limit is overstepped by. */
const STEP = 1 << 12
/** A file that was appended to has one for each time; more are made to keep a reader busy. */
const MAXIMUM_MEMBERS = 20_000

export class DamagedGzip extends Error {}
export class TooLarge extends Error {}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unpacks a gzip file of one or more members, step by step, and stops where it grows beyond `limit` bytes: a small file
 * that unpacks to gigabytes costs no more than the limit. Throws TooLarge; DamagedGzip where it ends early or a checksum
 * or size is not what the file itself says.
 */
export function gunzipBounded(file: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = []
  const members = [{ crc: 0xffffffff, size: 0 }]
  const ends: number[] = []
  let total = 0
  const unzip = new Gunzip((part) => {
    const member = members.at(-1)
    if (member === undefined || part.length === 0) return
    total += part.length
    if (total > limit) throw new TooLarge()
    member.crc = crc32(part, member.crc)
    member.size += part.length
    parts.push(part)
  })
  unzip.onmember = (start) => {
    ends.push(start)
    if (ends.length > MAXIMUM_MEMBERS) throw new DamagedGzip('There are too many members.')
    members.push({ crc: 0xffffffff, size: 0 })
  }
  try {
    for (let at = 0; at < file.length; at += STEP) unzip.push(file.subarray(at, at + STEP), at + STEP >= file.length)
  } catch (problem) {
    throw problem instanceof TooLarge ? problem : new DamagedGzip('It cannot be unpacked.', { cause: problem })
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (const [index, { crc, size }] of members.entries()) {
    const trailer = (ends[index] ?? file.length) - 8
    if (trailer < 0 || view.getUint32(trailer, true) !== (crc ^ 0xffffffff) >>> 0)
      throw new DamagedGzip('The checksum is wrong.')
    if (view.getUint32(trailer + 4, true) !== size % 2 ** 32) throw new DamagedGzip('The size is wrong.')
  }
  return joined(parts, total)
}

function joined(parts: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array, start: number): number {
  let crc = start
  for (let at = 0; at < bytes.length; at += 1) crc = (CRC_TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8)
  return crc
}
