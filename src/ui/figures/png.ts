import { LabError } from '../../core/errors'

/** Pixels of the file for each pixel of the figure. */
const SCALE = 2

/** An SVG that needs no theme, as a PNG of twice its size. Throws LabError `internal` where the browser cannot. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = SCALE * image.naturalWidth
    canvas.height = SCALE * image.naturalHeight
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.scale(SCALE, SCALE)
    context.drawImage(image, 0, 0)
    return await new Promise<Blob>((done, fail) =>
      canvas.toBlob((blob) => (blob === null ? fail(new Error('no blob')) : done(blob)), 'image/png'),
    )
  } catch (cause) {
    throw new LabError('internal', 'This browser cannot draw the figure as a PNG.', 'Save the SVG instead.', { cause })
  } finally {
    URL.revokeObjectURL(address)
  }
}
