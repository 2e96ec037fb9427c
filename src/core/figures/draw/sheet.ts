import { plot, type PlotOptions } from '@observablehq/plot'
import type { DrawOptions } from '../figure'
import { SvgDocument, SvgElement } from './svg-element'

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif'
export const FONT_SIZE = 12
const TITLE_HEIGHT = 24
const GAP = 20

/** One plot of a figure. */
export interface Panel {
  /** Empty: none. */
  readonly title: string
  readonly height: number
  readonly options: (width: number) => PlotOptions
}

/** Panels beside and below each other in one SVG, as wide as asked for; a panel is never narrower than `least`. */
export function sheet(panels: readonly Panel[], label: string, { width, ink }: DrawOptions, least = 360): string {
  const document = new SvgDocument()
  const columns = Math.max(1, Math.min(panels.length, Math.floor((width + GAP) / (least + GAP))))
  const each = Math.floor((width - GAP * (columns - 1)) / columns)
  const drawn: SvgElement[] = []
  let top = 0
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns)
    const head = row.some(({ title }) => title !== '') ? TITLE_HEIGHT : 0
    row.forEach((panel, column) => {
      const left = column * (each + GAP)
      if (panel.title !== '') {
        drawn.push(document.svg('text', { x: left, y: top + 14, 'font-weight': 650 }, panel.title))
      }
      const inner = drawPanel(document, panel, each)
      inner.setAttribute('x', left)
      inner.setAttribute('y', top + head)
      drawn.push(inner)
    })
    top += head + Math.max(...row.map(({ height }) => height)) + GAP
  }
  const height = Math.max(0, top - GAP)
  const background = ink.background === null ? [] : [document.svg('rect', { width, height, fill: ink.background })]
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': label,
    'font-family': FONT,
    'font-size': FONT_SIZE,
    fill: 'currentColor',
    color: ink.text,
  }
  return String(document.svg('svg', attributes, ...background, ...drawn))
}

function drawPanel(document: SvgDocument, { height, options }: Panel, width: number): SvgElement {
  // Plot asks of a document what SvgDocument has; its types ask for all that a browser's has.
  const drawn: unknown = plot({ ...options(width), width, height, document: document as unknown as Document })
  if (!(drawn instanceof SvgElement)) throw new TypeError('A panel has a legend or a caption of Plot.')
  for (const name of ['class', 'font-family', 'font-size', 'viewBox']) drawn.removeAttribute(name)
  withoutNames(drawn)
  return drawn
}

/** The picture has one name, that of the sheet; Plot names each of its marks. */
function withoutNames(element: SvgElement): void {
  for (const name of ['aria-label', 'aria-hidden']) element.removeAttribute(name)
  for (const child of element.childNodes) if (child instanceof SvgElement) withoutNames(child)
}
