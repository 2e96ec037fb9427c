import type { Edit } from '../types'
import { type Anchor, asOneLine, type SentenceUnit } from './units'
import { wordEdits } from './word-edits'

export type Woven =
  { readonly kind: 'woven'; readonly edits: readonly Edit[] } | { readonly kind: 'lost'; readonly why: string }

/**
 * Puts a new wording in the place of a sentence such that only its natural language changes: what is kept must be in the
 * new wording as often as before and in the same order; line breaks stay, and fall between words about where they fell.
 * `lost` where the new wording drops, moves or doubles something kept, brings in signs that mean something to a program,
 * or wants words where there is no natural language.
 */
export function weave(prompt: string, unit: SentenceUnit, wording: string): Woven {
  const fresh = wording.trim().replaceAll(/\s+/gu, ' ')
  const stretches = cutAtKept(prompt, unit, fresh)
  if (typeof stretches === 'string') return { kind: 'lost', why: stretches }
  const edits: Edit[] = []
  for (const stretch of stretches) {
    const sign = foreignSign(stretch.fresh, prompt.slice(stretch.start, stretch.end))
    if (sign !== null) {
      return { kind: 'lost', why: `The new wording has ${quote(sign)}, which may mean something to a program.` }
    }
    for (const piece of layOut(prompt, stretch)) {
      const old = prompt.slice(piece.start, piece.end)
      if (old !== piece.fresh && !hasRoom(prompt, piece)) {
        return { kind: 'lost', why: `The new wording puts ${quote(piece.fresh)} beside code, where no words were.` }
      }
      edits.push(...wordEdits(piece.start, old, piece.fresh))
    }
  }
  return { kind: 'woven', edits }
}

/** A stretch of natural language and its new wording. */
interface Piece {
  readonly start: number
  readonly end: number
  readonly fresh: string
}

/** What stands between two things that are kept, and which line breaks are in it. */
interface Stretch extends Piece {
  readonly breaks: readonly Anchor[]
}

function cutAtKept(prompt: string, unit: SentenceUnit, fresh: string): Stretch[] | string {
  const found = new Map<string, readonly number[]>()
  const texts = unit.anchors.flatMap(({ kind, start, end }) => (kind === 'kept' ? [prompt.slice(start, end)] : []))
  for (const [text, before] of counts(texts)) {
    const at = places(fresh, text)
    if (at.length !== before) return `${quote(text)} is in it ${times(before)}, in the new wording ${times(at.length)}.`
    found.set(text, at)
  }
  const stretches: Stretch[] = []
  const used = new Map<string, number>()
  let breaks: Anchor[] = []
  let start = unit.start
  let done = 0
  for (const anchor of unit.anchors) {
    if (anchor.kind === 'break') {
      breaks.push(anchor)
      continue
    }
    const text = prompt.slice(anchor.start, anchor.end)
    const index = used.get(text) ?? 0
    const place = found.get(text)?.[index]
    if (place === undefined || place < done) return `The new wording puts ${quote(text)} in another place.`
    used.set(text, index + 1)
    stretches.push({ start, end: anchor.start, breaks, fresh: fresh.slice(done, place) })
    breaks = []
    start = anchor.end
    done = place + text.length
  }
  return [...stretches, { start, end: unit.end, breaks, fresh: fresh.slice(done) }]
}

function counts(texts: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1)
  return found
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

/** Where `text` stands as a whole, not as a part of a longer word or number. */
function places(within: string, text: string): number[] {
  const found: number[] = []
  for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + text.length)) {
    if (!joins(within[at - 1], text[0]) && !joins(text.at(-1), within[at + text.length])) found.push(at)
  }
  return found
}

function joins(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && /^[\p{L}\p{N}_]{2}$/u.test(left + right)
}

const FOREIGN = /["`[\]{}\\_<>=@#|~^]|\p{N}+|(?<!\p{L})'|'(?!\p{L})|[\p{L}\p{N}]\(|[➞→]|\b(?:True|False|None)\b/gu

/** A sign in the new wording that the old one does not have as often. */
function foreignSign(fresh: string, old: string): string | null {
  const before: string[] = old.match(FOREIGN) ?? []
  for (const sign of fresh.match(FOREIGN) ?? []) {
    const at = before.indexOf(sign)
    if (at < 0) return sign
    before.splice(at, 1)
  }
  return null
}

/** One stretch cut at its line breaks, which stay: the new wording fills the space before, between and after them. */
function layOut(prompt: string, { start, end, breaks, fresh }: Stretch): Piece[] {
  if (breaks.length === 0) return [{ start, end, fresh }]
  const old = asOneLine(prompt, start, end, breaks)
  const follow = follower(wordEdits(0, old, fresh))
  const pieces: Piece[] = []
  let from = start
  let passed = 0
  let done = 0
  for (const anchor of breaks) {
    passed += anchor.start - from
    const isFull = !hasRoom(prompt, { start: from, end: anchor.start })
    const at = blankNear(fresh, isFull ? done : follow(passed), done)
    pieces.push({ start: from, end: anchor.start, fresh: fresh.slice(done, at ?? fresh.length) })
    done = at === null ? fresh.length : at + 1
    passed += 1
    from = anchor.end
  }
  return [...pieces, { start: from, end, fresh: fresh.slice(done) }]
}

/** Where places of the old wording, asked for in order, are in the new one. */
function follower(edits: readonly Edit[]): (place: number) => number {
  let next = 0
  let shift = 0
  return (place) => {
    for (let edit = edits[next]; edit !== undefined && edit.end <= place; edit = edits[next]) {
      shift += edit.after.length - edit.before.length
      next += 1
    }
    const within = edits[next]
    if (within === undefined || within.start >= place) return place + shift
    const share = (place - within.start) / (within.end - within.start)
    return within.start + shift + Math.round(share * within.after.length)
  }
}

/** Whether there is natural language at a place: words, or at least a blank beside it. */
function hasRoom(prompt: string, { start, end }: Pick<Piece, 'start' | 'end'>): boolean {
  return start < end || /[ \t]/.test(prompt.slice(Math.max(0, start - 1), start + 1))
}

/** The blank nearest to a place, not before `from`; null where there is none. */
function blankNear(text: string, wanted: number, from: number): number | null {
  const before = text.lastIndexOf(' ', wanted)
  const after = text.indexOf(' ', Math.max(wanted, from))
  const hasBefore = before >= from && wanted >= from
  if (after < 0) return hasBefore ? before : null
  return hasBefore && wanted - before < after - wanted ? before : after
}

function quote(text: string): string {
  return `“${text}”`
}
