import { sha256 } from '@noble/hashes/sha2.js'
import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const encoder = new TextEncoder()

/** SHA-256 of bytes or of a string's UTF-8, lower-case hexadecimal. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === 'string' ? encoder.encode(data) : data))
}

/** MD5, lower-case hexadecimal: only because EvalPlus names a data set by it. */
export function md5Hex(data: Uint8Array | string): string {
  return bytesToHex(md5(typeof data === 'string' ? encoder.encode(data) : data))
}

/** JSON with sorted keys and without undefined: one text for one value, so that it can be hashed. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  })
}

/** Hash of a JSON value, independent of key order; used as the id of contents. */
export function contentId(value: unknown): string {
  return sha256Hex(canonicalJson(value))
}

/** Bytes of a content id, a SHA-256. */
export const ID_BYTES = 32

export function idBytes(id: string): Uint8Array {
  return Uint8Array.from({ length: ID_BYTES }, (_, place) => parseInt(id.slice(2 * place, 2 * place + 2), 16))
}

export function idText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
