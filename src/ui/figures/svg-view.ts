/** Puts an SVG that we drew into an element; read as XML, so that it is nothing but what it says. */
export function svgView(text: string): (node: HTMLElement) => void {
  return (node) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    node.replaceChildren(document.importNode(parsed.documentElement, true))
  }
}
