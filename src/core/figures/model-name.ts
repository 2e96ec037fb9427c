/** A model as tables print it. */
export interface ModelName {
  /** The id as it is. */
  readonly id: string
  /** The last part of the id without its size; the whole last part where no size is told. */
  readonly family: string
  /** As written, e.g. "1.3B", "350M", "L"; empty where the id does not tell it. */
  readonly size: string
}

const PARAMETERS = /(?:^|[-_ ])(\d+(?:\.\d+)?[bm])(?=$|[-_ .])/i
const LETTER = /[-_](xs|s|m|l|xl)$/i

/** Family and size of a model from its id, e.g. "Salesforce/codegen-350M-mono": codegen, 350M. */
export function modelName(id: string): ModelName {
  const last = id.split('/').at(-1) ?? id
  const found = PARAMETERS.exec(last)
  if (found?.[1] !== undefined) {
    const before = last.slice(0, found.index)
    return { id, family: before === '' ? last : before, size: found[1].toUpperCase() }
  }
  const letter = LETTER.exec(last)
  if (letter?.[1] !== undefined) return { id, family: last.slice(0, letter.index), size: letter[1].toUpperCase() }
  return { id, family: last, size: '' }
}

/** "codegen 350M". */
export function shortModel({ family, size }: ModelName): string {
  return size === '' ? family : `${family} ${size}`
}
