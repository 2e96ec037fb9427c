/** Thrown where a value grows beyond what may be carried out. */
export class TooLarge {
  constructor(readonly bytes: number) {}
}

const FIRST_BYTES = 65_536

/** Bytes of one value after the other, each at most `limit` long. The buffer is kept for the next. */
export class ValueWriter {
  private buffer = new Uint8Array(FIRST_BYTES)
  private view = new DataView(this.buffer.buffer)
  private length = 0

  constructor(private readonly limit: number) {}

  /** One ASCII character. */
  tag(code: number): void {
    this.reserve(1)
    this.buffer[this.length] = code
    this.length += 1
  }

  int32(value: number): void {
    this.reserve(4)
    this.view.setInt32(this.length, value, true)
    this.length += 4
  }

  float64(value: number): void {
    this.reserve(8)
    this.view.setFloat64(this.length, value, true)
    this.length += 8
  }

  raw(bytes: Uint8Array, start: number, size: number): void {
    this.reserve(size)
    this.buffer.set(bytes.subarray(start, start + size), this.length)
    this.length += size
  }

  /** Throws TooLarge where so many bytes more would be too many. */
  expect(size: number): void {
    if (this.length + size > this.limit) throw new TooLarge(this.length + size)
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.length
  }

  patchInt32(position: number, value: number): void {
    this.view.setInt32(position, value, true)
  }

  clear(): void {
    this.length = 0
  }

  copy(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length)
  }

  private reserve(size: number): void {
    const needed = this.length + size
    if (needed > this.limit) throw new TooLarge(needed)
    if (needed <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, needed))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
    this.view = new DataView(larger.buffer)
  }
}
