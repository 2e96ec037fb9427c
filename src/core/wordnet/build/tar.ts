const BLOCK = 512

/** Plain files of a tar archive (ustar headers) by their path. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  let place = 0
  while (place + BLOCK <= archive.length && archive[place] !== 0) {
    const field = (start: number, length: number) =>
      new TextDecoder().decode(archive.subarray(place + start, place + start + length)).split('\0', 1)[0] ?? ''
    const size = Number.parseInt(field(124, 12), 8)
    if (!Number.isSafeInteger(size)) throw new Error(`The archive is damaged at byte ${place}.`)
    const kind = field(156, 1)
    if (kind === '0' || kind === '') files.set(field(0, 100), archive.subarray(place + BLOCK, place + BLOCK + size))
    place += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}
