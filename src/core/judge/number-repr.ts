/** CPython converts no more (sys.set_int_max_str_digits). */
const MAXIMUM_DIGITS = 4300
/** Hexadecimal digits of 10 ** 4300. */
const MAXIMUM_HEX_DIGITS = 3572

/**
 * Decimal digits; where CPython refuses to write them, how many there are: the conversion would hold the page up.
 */
export function integerRepr(value: bigint): string {
  const hex = value.toString(16).replace('-', '')
  if (hex.length <= MAXIMUM_HEX_DIGITS) {
    const text = String(value)
    if (text.length <= MAXIMUM_DIGITS + (value < 0n ? 1 : 0)) return text
  }
  const leading = Number.parseInt(hex.slice(0, 12), 16)
  const digits = Math.floor(Math.log10(leading) + (hex.length - 12) * Math.log10(16)) + 1
  return `${value < 0n ? 'a negative int' : 'an int'} of about ${digits} digits`
}

/** The shortest digits that read back the same, in Python's layout: an exponent below 1e-4 and from 1e16 on. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return plainFloat(value)
  const text = plainFloat(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

export function complexRepr(real: number, imaginary: number): string {
  const imaginaryText = plainFloat(imaginary)
  if (Object.is(real, 0)) return `${imaginaryText}j`
  const sign = imaginaryText.startsWith('-') ? '' : '+'
  return `(${plainFloat(real)}${sign}${imaginaryText}j)`
}

/** As floatRepr, without the ".0" of whole numbers. */
function plainFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}
