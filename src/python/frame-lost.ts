/** The sealed frame died with everything in it. No program is to blame for that, unless it was alone in it. */
export class FrameLost extends Error {
  override readonly name = 'FrameLost'
}
