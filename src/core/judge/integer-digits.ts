/** V8 makes no BigInt of more than 2^30 bits. */
const MAXIMUM_DIGITS = Math.floor(2 ** 30 / 15)

/**
 * An integer from 15-bit digits, two bytes each, lowest first; null where a digit has 16 bits or the highest is zero,
 * which CPython refuses as well. Linear: four digits are fifteen hexadecimal ones, and BigInt reads those without
 * arithmetic.
 */
export function decodeDigits(bytes: Uint8Array): bigint | null {
  const count = bytes.length / 2
  if (count === 0) return 0n
  if (count > MAXIMUM_DIGITS || digitAt(bytes, count - 1) === 0) return null
  if (count <= 3) return fewDigits(bytes, count)
  const hex = new Uint8Array(Math.ceil((count * 15) / 4))
  let place = hex.length
  let bits = 0
  let held = 0
  for (let index = 0; index < count; index += 1) {
    const digit = digitAt(bytes, index)
    if (digit > 0x7fff) return null
    bits |= digit << held
    held += 15
    while (held >= 4) {
      place -= 1
      hex[place] = HEX.charCodeAt(bits & 15)
      bits >>= 4
      held -= 4
    }
  }
  if (place > 0) hex[place - 1] = HEX.charCodeAt(bits)
  return BigInt(`0x${new TextDecoder('latin1').decode(hex)}`)
}

const HEX = '0123456789abcdef'

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
