export interface Sized<Value> {
  readonly value: Value
  readonly bytes: number
}

/**
 * Values by key, made once however many ask at the same time. The least recently used are let go beyond a number of
 * bytes; while somebody still uses one, it is found again.
 */
export class ByteCache<Key extends WeakKey, Value extends object> {
  /** The most recently used comes last. */
  readonly #kept = new Map<Key, Sized<Value>>()
  readonly #known = new WeakMap<Key, { readonly value: WeakRef<Value>; readonly bytes: number }>()
  readonly #making = new Map<Key, Promise<Value>>()
  #bytes = 0

  constructor(private readonly most: number) {}

  get bytes(): number {
    return this.#bytes
  }

  /** What `make` rejects with reaches all who wait; the next to ask makes it again. */
  get(key: Key, make: () => Promise<Sized<Value>>): Promise<Value> {
    const known = this.#known.get(key)
    const value = known?.value.deref()
    if (known !== undefined && value !== undefined) {
      this.#keep(key, { value, bytes: known.bytes })
      return Promise.resolve(value)
    }
    let making = this.#making.get(key)
    if (making === undefined) {
      making = make()
        .then((made) => {
          this.#known.set(key, { value: new WeakRef(made.value), bytes: made.bytes })
          this.#keep(key, made)
          return made.value
        })
        .finally(() => this.#making.delete(key))
      this.#making.set(key, making)
    }
    return making
  }

  #keep(key: Key, sized: Sized<Value>): void {
    if (this.#kept.delete(key)) this.#bytes -= sized.bytes
    if (sized.bytes > this.most) return
    this.#kept.set(key, sized)
    this.#bytes += sized.bytes
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.most) return
      this.#kept.delete(oldest)
      this.#bytes -= bytes
    }
  }
}
