/**
 * A Python value as data: what goes into and comes out of the sandbox. An instance of a subclass that leaves its base's
 * comparison alone is carried as its base; one with a comparison of its own is not data.
 * `int` is exact (any size), `bool` is its own kind but compares as an int, as in Python.
 */
export type PyValue =
  | { readonly type: 'none' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly real: number; readonly imaginary: number }
  /** fractions.Fraction and finite decimal.Decimal, in lowest terms, denominator positive. */
  | { readonly type: 'rational'; readonly numerator: bigint; readonly denominator: bigint }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'bytearray'; readonly value: Uint8Array }
  | { readonly type: 'list'; readonly items: readonly PyValue[] }
  | { readonly type: 'tuple'; readonly items: readonly PyValue[] }
  | { readonly type: 'deque'; readonly items: readonly PyValue[] }
  | { readonly type: 'range'; readonly start: bigint; readonly stop: bigint; readonly step: bigint }
  | { readonly type: 'set'; readonly items: readonly PyValue[] }
  | { readonly type: 'frozenset'; readonly items: readonly PyValue[] }
  | { readonly type: 'dict'; readonly entries: Entries }
  /** Against another Counter, what is missing counts as zero; against a dict it is a dict. */
  | { readonly type: 'counter'; readonly entries: Entries }
  /** Against another OrderedDict the order counts; against a dict it does not. */
  | { readonly type: 'ordered-dict'; readonly entries: Entries }

/** In insertion order. */
export type Entries = readonly (readonly [PyValue, PyValue])[]
