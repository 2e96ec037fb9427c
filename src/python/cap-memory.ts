import { LabError } from '../core/errors'

const PAGE = 65_536
const HEADER_BYTES = 8
const MEMORY_SECTION = 5
const HAS_MAXIMUM = 1

/**
 * A copy of a wasm module whose own memory may grow to `bytes` at most. Pyodide declares 4 GiB; a program that asks
 * for more than the cap then meets a MemoryError instead of taking the tab down.
 */
export function capWasmMemory(wasm: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const capped = new Uint8Array(wasm)
  let offset = HEADER_BYTES
  while (offset < capped.length) {
    const section = capped[offset]
    const size = readUnsigned(capped, offset + 1)
    if (section === MEMORY_SECTION) {
      const count = readUnsigned(capped, size.end)
      const flags = capped[count.end]
      const initial = readUnsigned(capped, count.end + 1)
      if (count.value !== 1 || flags !== HAS_MAXIMUM) break
      const maximum = readUnsigned(capped, initial.end)
      const pages = Math.floor(bytes / PAGE)
      if (pages < initial.value || pages > maximum.value) break
      writeUnsigned(capped, initial.end, maximum.end, pages)
      return capped
    }
    offset = size.end + size.value
  }
  throw new LabError(
    'python-start',
    "The memory of Python's wasm module could not be capped.",
    'Please report this with the version of Pyodide.',
  )
}

function readUnsigned(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0
  for (let index = start, scale = 1; index < bytes.length; index += 1, scale *= 128) {
    const byte = bytes[index] ?? 0
    value += (byte & 127) * scale
    if (byte < 128) return { value, end: index + 1 }
  }
  return { value, end: bytes.length }
}

/** LEB128 padded to the width of what it replaces, so that nothing moves. */
function writeUnsigned(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value
  for (let index = start; index < end; index += 1) {
    bytes[index] = (rest % 128) | (index < end - 1 ? 128 : 0)
    rest = Math.floor(rest / 128)
  }
}
