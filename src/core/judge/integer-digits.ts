/** V8 makes no BigInt of more than 2^30 bits. */
const MAXIMUM_DIGITS = Math.floor(2 ** 30 / 15)

/**
 * An integer from 15-bit digits, two bytes each, lowest first; null where a digit has 16 bits or the highest is zero,
 * which CPython refuses as well. Linear: four digits are fifteen hexadecimal ones, and BigInt reads those without
 * arithmetic. Of 16 MB, a quarter of a second.
 */
export function decodeDigits(bytes: Uint8Array): bigint | null {
  const count = bytes.length / 2
  if (count === 0) return 0n
  if (count > MAXIMUM_DIGITS || digitAt(bytes, count - 1) === 0) return null
  if (count <= 3) return fewDigits(bytes, count)
  // Pairs of hexadecimal digits, from the last one backwards.
  const pairs = new Uint16Array(Math.ceil((count * 15) / 8))
  let place = pairs.length
  let bits = 0
  let held = 0
  for (let index = 0; index < count; index += 1) {
    const digit = digitAt(bytes, index)
    if (digit > 0x7fff) return null
    bits |= digit << held
    held += 15
    while (held >= 8) {
      place -= 1
      pairs[place] = HEX_PAIRS[bits & 0xff] ?? 0
      bits >>= 8
      held -= 8
    }
  }
  if (place > 0) pairs[0] = HEX_PAIRS[bits] ?? 0
  return BigInt(`0x${new TextDecoder().decode(pairs)}`)
}

/** The two characters of each byte as they lie in memory, the higher digit first. */
const HEX_PAIRS = new Uint16Array(
  Uint8Array.from({ length: 512 }, (_, index) => {
    const digit = index % 2 === 0 ? index >> 5 : (index >> 1) & 15
    return digit < 10 ? 0x30 + digit : 0x57 + digit
  }).buffer,
)

function digitAt(bytes: Uint8Array, index: number): number {
  return (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8)
}

/** Up to 45 bits fit a number. */
function fewDigits(bytes: Uint8Array, count: number): bigint | null {
  let value = 0
  for (let index = count - 1; index >= 0; index -= 1) {
    const digit = digitAt(bytes, index)
    if (digit > 0x7fff) return null
    value = value * 0x8000 + digit
  }
  return BigInt(value)
}
