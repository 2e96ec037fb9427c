import type { Ink } from '../figure'

/** How a scheme looks: dash, marker and place of colour tell it apart, each on its own. */
export interface SeriesLook {
  readonly dash: string | null
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'times' | 'hexagon'
  readonly colour: string
}

const DASHES = ['7 3', '2 3', '10 3 2 3', '5 2 1 2 1 2', '12 4', '1 4']
const SYMBOLS = ['square', 'triangle', 'diamond', 'star', 'times', 'hexagon'] as const

/** The original is solid with round markers; quantized schemes follow in the order of the run. */
export function seriesLook(scheme: string, isOriginal: boolean, schemes: readonly string[], ink: Ink): SeriesLook {
  if (isOriginal) return { dash: null, symbol: 'circle', colour: ink.series[0] ?? 'currentColor' }
  const place = Math.max(0, schemes.indexOf(scheme))
  const colours = ink.series.slice(1)
  return {
    dash: DASHES[place % DASHES.length] ?? null,
    symbol: SYMBOLS[place % SYMBOLS.length] ?? 'square',
    colour: colours[place % colours.length] ?? 'currentColor',
  }
}

/** Glyph of a marker, for keys in words. */
export const GLYPHS: Readonly<Record<SeriesLook['symbol'], string>> = {
  circle: '●',
  square: '■',
  triangle: '▲',
  diamond: '◆',
  star: '★',
  times: '×',
  hexagon: '⬢',
}

/** Places of labels that would overlap, moved apart by no more than needed; in the order they came. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, index) => index).sort((one, other) => (places[one] ?? 0) - (places[other] ?? 0))
  const moved = [...places]
  let least = low
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, least)
    least = (moved[index] ?? 0) + gap
  }
  let most = high
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index] ?? 0, most)
    most = (moved[index] ?? 0) - gap
  }
  return moved
}

/** A long name by its beginning. */
export function clipped(text: string, letters = 16): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`
}
