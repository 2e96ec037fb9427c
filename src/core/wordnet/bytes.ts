import { LabError } from '../errors.ts'

/** Writes bytes, unsigned integers as LEB128 (seven bits a byte, the lowest first), and ASCII text. */
export class ByteWriter {
  private bytes = new Uint8Array(1 << 16)
  private length = 0

  /** @param value a safe integer >= 0 */
  integer(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) + 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** @param text of code units below 128 */
  ascii(text: string): void {
    for (let index = 0; index < text.length; index += 1) this.byte(text.charCodeAt(index))
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(2 * this.length)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[this.length] = value
    this.length += 1
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

/** Reads what a `ByteWriter` wrote, in sections. Throws LabError `truncated-file` past the end. */
export class ByteReader {
  private place = 0

  constructor(private readonly bytes: Uint8Array) {}

  integer(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const byte = this.bytes[this.place]
      if (byte === undefined) throw cutShort()
      this.place += 1
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return value
      weight *= 0x80
    }
  }

  /** A section: its length as an integer, then so many bytes. */
  section(): Uint8Array {
    const length = this.integer()
    const end = this.place + length
    if (end > this.bytes.length) throw cutShort()
    const part = this.bytes.subarray(this.place, end)
    this.place = end
    return part
  }

  /** A section of ASCII text. */
  asciiSection(): string {
    return new TextDecoder().decode(this.section())
  }

  /** A section of integers. */
  integerSection(): Uint32Array {
    const bytes = this.section()
    const reader = new ByteReader(bytes)
    const values = new Uint32Array(bytes.length)
    let count = 0
    while (reader.place < bytes.length) {
      values[count] = reader.integer()
      count += 1
    }
    return values.subarray(0, count)
  }
}

function cutShort(): LabError {
  return new LabError('truncated-file', 'The packed WordNet ends too early.', 'Build the site anew (npm run build).')
}
