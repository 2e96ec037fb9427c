import { sentencesOf } from '../../translation/sentences'
import { regionsOf, type Region, type RegionInput } from '../regions'

/** Something within a sentence that must come out as it went in. UTF-16 offsets of the prompt, end exclusive. */
export interface Anchor {
  /** `kept`: a name, number, quoted string or piece of code. `break`: where the sentence goes on in the next line. */
  readonly kind: 'kept' | 'break'
  readonly start: number
  readonly end: number
}

/** A sentence of the natural language of a prompt. */
export interface SentenceUnit {
  readonly start: number
  readonly end: number
  /** In order, without overlap. */
  readonly anchors: readonly Anchor[]
  /** As one line: line breaks, with the white space around them, are one blank. */
  readonly text: string
}

const LINE_BREAK = /[ \t]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])[ \t]*/gu

/** The sentences of a prompt that hold any natural language, in order. Code, signatures and examples end a sentence. */
export function sentenceUnits(input: RegionInput): SentenceUnit[] {
  const { prompt } = input
  return blocksOf(prompt, regionsOf(input)).flatMap(({ regions, start, end }) => {
    const kept = regions.filter(({ kind, start: from, end: to }) => isKept(kind, prompt.slice(from, to)))
    const sentences = sentencesOf(masked(prompt, start, end, kept))
    let next = 0
    return sentences.flatMap((sentence) => {
      const first = next
      while ((kept[next]?.end ?? Infinity) <= start + sentence.end) next += 1
      const unit = unitOf(prompt, start + sentence.start, start + sentence.end, kept.slice(first, next))
      return unit === null ? [] : [unit]
    })
  })
}

interface Block {
  readonly start: number
  readonly end: number
  readonly regions: readonly Region[]
}

/** Runs of regions that belong to running text: nothing of another kind, no line of code between them. */
function blocksOf(prompt: string, regions: readonly Region[]): Block[] {
  const blocks: Block[] = []
  let run: Region[] = []
  const close = (): void => {
    const [first] = run
    const last = run.at(-1)
    if (first !== undefined && last !== undefined) blocks.push({ start: first.start, end: last.end, regions: run })
    run = []
  }
  for (const region of regions) {
    if (isOpen(region.kind, prompt.slice(region.start, region.end))) run.push(region)
    else close()
  }
  close()
  return blocks
}

/** Code belongs to running text within a line, or where it is nothing but a line break. */
function isOpen(kind: Region['kind'], text: string): boolean {
  switch (kind) {
    case 'signature':
    case 'example':
      return false
    case 'code':
      return text.trim() === '' || !/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/.test(text)
    case 'sentence':
    case 'quoted':
    case 'name':
    case 'number':
      return true
  }
}

function isKept(kind: Region['kind'], text: string): boolean {
  return kind !== 'sentence' && text.trim() !== ''
}

/** The block with letters in place of what is kept, so that no sentence ends within it. Same length. */
function masked(prompt: string, start: number, end: number, kept: readonly Region[]): string {
  const parts: string[] = []
  let done = start
  for (const region of kept) {
    parts.push(prompt.slice(done, region.start), mask(prompt.slice(region.start, region.end)))
    done = region.end
  }
  parts.push(prompt.slice(done, end))
  return parts.join('')
}

/** A number keeps its digits: `1.` starts an item of a list. */
function mask(text: string): string {
  return /^\d+$/.test(text) ? text : 'X'.repeat(text.length)
}

function unitOf(prompt: string, start: number, end: number, kept: readonly Region[]): SentenceUnit | null {
  const anchors: Anchor[] = []
  const open: string[] = []
  let done = start
  const addOpen = (to: number): void => {
    const stretch = prompt.slice(done, to)
    open.push(stretch)
    for (const match of stretch.matchAll(LINE_BREAK)) {
      anchors.push({ kind: 'break', start: done + match.index, end: done + match.index + match[0].length })
    }
  }
  for (const region of kept) {
    addOpen(region.start)
    anchors.push({ kind: 'kept', start: region.start, end: region.end })
    done = region.end
  }
  addOpen(end)
  if (!open.some((stretch) => /\p{L}/u.test(stretch))) return null
  return { start, end, anchors, text: asOneLine(prompt, start, end, anchors) }
}

/** A stretch with one blank for each of its line breaks. */
export function asOneLine(prompt: string, start: number, end: number, anchors: readonly Anchor[]): string {
  const parts: string[] = []
  let done = start
  for (const anchor of anchors) {
    if (anchor.kind !== 'break') continue
    parts.push(prompt.slice(done, anchor.start))
    done = anchor.end
  }
  parts.push(prompt.slice(done, end))
  return parts.join(' ')
}
