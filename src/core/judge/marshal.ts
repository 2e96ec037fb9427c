/**
 * Values as bytes: CPython's marshal format, version 2 (Python/marshal.c), as far as plain data go: no references, no
 * code objects. Integers outside 32 bits are 15-bit digits; strings are UTF-8 with lone surrogates passed through.
 *
 * Tags of our own, which CPython never writes, for what marshal does not know:
 *
 * | tag | value                                                    | after the tag                              |
 * | --- | -------------------------------------------------------- | ------------------------------------------ |
 * | `D` | collections.deque (its maximum length is left out)       | int32 count, items                         |
 * | `C` | collections.Counter                                      | key, value, ... and `0`, as for `{`        |
 * | `O` | collections.OrderedDict                                  | key, value, ... and `0`                    |
 * | `R` | range                                                    | three ints: start, stop, step              |
 * | `B` | bytearray                                                | int32 size, bytes                          |
 * | `Q` | fractions.Fraction, finite decimal.Decimal               | two ints: numerator, denominator (above 0) |
 */
export { decodeMarshal } from './marshal-decode'
export { encodeMarshal } from './marshal-encode'
