import { LabError } from '../core/errors'

const HINT = 'Open a run.json or a .zip that Shakedown exported. If the file was sent to you, ask for it again.'
/** More than any run needs, and less than fills a machine. */
export const LARGEST_PART = 1 << 30

/**
 * A part of a run unpacked, off the main thread; bytes that are no gzip come back as they are, since some hosts unpack on
 * the way. Throws LabError `bad-run` where they are cut or damaged, or hold more than LARGEST_PART.
 */
export async function gunzipped(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const parts: Uint8Array[] = []
  let size = 0
  try {
    const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'))
    const reader = stream.getReader()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value)
      size += read.value.length
      if (size > LARGEST_PART) throw new Error('it unpacks to more than a gigabyte')
    }
  } catch (cause) {
    throw new LabError('bad-run', `${name} is broken or incomplete.`, HINT, { cause })
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
