/**
 * As much of a document as Observable Plot needs to draw an SVG, so that the same picture is the same text in a page, a
 * worker, Node and a test. It holds elements, attributes and texts, and writes itself; it finds and listens to nothing.
 */

const SVG = 'http://www.w3.org/2000/svg'
/** Numbers in them are rounded: a hundredth of a pixel is nothing, and engines differ in the last bits. */
const GEOMETRY = new Set([
  ...[
    'd',
    'transform',
    'points',
    'x',
    'y',
    'x1',
    'x2',
    'y1',
    'y2',
    'cx',
    'cy',
    'r',
    'rx',
    'ry',
    'width',
    'height',
    'dx',
    'dy',
  ],
])

export type SvgNode = SvgElement | SvgText

export class SvgText {
  parentNode: SvgElement | null = null

  constructor(readonly text: string) {}

  toString(): string {
    return escaped(this.text)
  }
}

export class SvgElement {
  parentNode: SvgElement | null = null
  childNodes: SvgNode[] = []
  readonly #attributes = new Map<string, string>()
  /** Plot sets a few properties so; the page's policy allows no inline style, so they become attributes. */
  readonly style = {
    setProperty: (name: string, value: string): void => this.setAttribute(name, value),
    removeProperty: (name: string): void => this.removeAttribute(name),
    getPropertyValue: (name: string): string => this.getAttribute(name) ?? '',
  }

  constructor(
    readonly ownerDocument: SvgDocument,
    readonly namespaceURI: string,
    readonly tagName: string,
  ) {}

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name)
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, GEOMETRY.has(name) ? rounded(String(value)) : String(value))
  }

  setAttributeNS(_space: string, name: string, value: unknown): void {
    this.setAttribute(name, value)
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name)
  }

  appendChild<Node extends SvgNode>(node: Node): Node {
    return this.insertBefore(node, null)
  }

  append(...nodes: readonly (SvgNode | string)[]): void {
    for (const node of nodes) this.appendChild(typeof node === 'string' ? new SvgText(node) : node)
  }

  insertBefore<Node extends SvgNode>(node: Node, before: SvgNode | null): Node {
    node.parentNode?.removeChild(node)
    const place = before === null ? -1 : this.childNodes.indexOf(before)
    this.childNodes.splice(place < 0 ? this.childNodes.length : place, 0, node)
    node.parentNode = this
    return node
  }

  removeChild<Node extends SvgNode>(node: Node): Node {
    this.childNodes = this.childNodes.filter((child) => child !== node)
    node.parentNode = null
    return node
  }

  get firstChild(): SvgNode | null {
    return this.childNodes[0] ?? null
  }

  get ownerSVGElement(): SvgElement | null {
    let above = this.parentNode
    while (above !== null && above.tagName !== 'svg') above = above.parentNode
    return above
  }

  set textContent(text: string) {
    this.childNodes = []
    this.append(text)
  }

  toString(): string {
    // Rules for the page that Plot brings along; what is drawn does not need them.
    const inside = this.childNodes.filter((child) => !(child instanceof SvgElement && child.tagName === 'style'))
    const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
    return inside.length === 0
      ? `<${this.tagName}${attributes}/>`
      : `<${this.tagName}${attributes}>${inside.join('')}</${this.tagName}>`
  }
}

export class SvgDocument {
  readonly documentElement: SvgElement = this.createElementNS('http://www.w3.org/1999/xhtml', 'html')

  createElementNS(space: string, name: string): SvgElement {
    return new SvgElement(this, space, name)
  }

  createElement(name: string): SvgElement {
    return new SvgElement(this, SVG, name)
  }

  createTextNode(text: string): SvgText {
    return new SvgText(text)
  }

  svg(
    name: string,
    attributes: Readonly<Record<string, string | number | null>> = {},
    ...inside: (SvgNode | string)[]
  ): SvgElement {
    const element = this.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value)
    element.append(...inside)
    return element
  }
}

function rounded(text: string): string {
  return text.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 || 0))
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
