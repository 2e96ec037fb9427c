/**
 * Text that blanks are put into, each UTF-16 unit of which still knows where it came from. The Treebank rules are
 * written as substitutions on padded text; carrying the places along gives tokens with offsets.
 */
export class PaddedText {
  private constructor(
    readonly text: string,
    /** Offset in the original of each unit, -1 for a blank that was put in. */
    private readonly places: readonly number[],
  ) {}

  static of(text: string): PaddedText {
    return new PaddedText(
      text,
      Array.from({ length: text.length }, (_, index) => index),
    )
  }

  /**
   * Replaces every match. `pieces` are blanks (' '), groups by number, in order, or a quote of two units that stands for
   * what of the match the groups before it leave.
   */
  replace(pattern: RegExp, pieces: readonly (string | number)[]): PaddedText {
    const built = new Builder()
    let done = 0
    for (const match of this.text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      this.copy(built, done, start)
      let at = start
      for (const piece of pieces) {
        if (piece === ' ') built.add(' ', -1)
        else if (typeof piece === 'string') {
          // The marks of a quote: the first stands for where it begins, the last for where it ends.
          const last = piece.length - 1
          built.add(piece.slice(0, last), this.places[at] ?? -1)
          built.add(piece.slice(last), this.places[end - 1] ?? -1)
        } else {
          const length = (match[piece] ?? '').length
          this.copy(built, at, at + length)
          at += length
        }
      }
      done = end
    }
    if (done === 0) return this
    this.copy(built, done, this.text.length)
    return new PaddedText(built.text.join(''), built.places)
  }

  /** Blanks put in at these places, which are in order; what follows `end` is dropped. */
  blanksAt(places: readonly number[], end: number): PaddedText {
    const built = new Builder()
    let done = 0
    for (const place of places) {
      this.copy(built, done, place)
      built.add(' ', -1)
      done = place
    }
    this.copy(built, done, end)
    return new PaddedText(built.text.join(''), built.places)
  }

  /** Offsets in the original of the stretch `[from, to)`, which holds at least one unit of it. */
  span(from: number, to: number): { readonly start: number; readonly end: number } {
    let start = -1
    let end = -1
    for (let index = from; index < to; index += 1) {
      const place = this.places[index] ?? -1
      if (place < 0) continue
      if (start < 0) start = place
      end = place + 1
    }
    return { start, end }
  }

  private copy(built: Builder, from: number, to: number): void {
    if (to <= from) return
    built.text.push(this.text.slice(from, to))
    for (let index = from; index < to; index += 1) built.places.push(this.places[index] ?? -1)
  }
}

class Builder {
  readonly text: string[] = []
  readonly places: number[] = []

  add(unit: string, place: number): void {
    this.text.push(unit)
    this.places.push(place)
  }
}
