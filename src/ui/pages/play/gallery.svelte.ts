import { SvelteMap } from 'svelte/reactivity'
import { findAttack, perturb } from '../../../core/attacks/registry'
import type { Attack } from '../../../core/attacks/types'
import { isCancelled, LabError, toPlainError, type PlainError } from '../../../core/errors'
import { promptRecord } from '../../../core/experiment/prompt'
import type { PromptCondition } from '../../../core/experiment/spec'
import { canonicalJson } from '../../../core/hash'
import {
  galleryConditions,
  inOrderOfNeeds,
  perturbAll,
  runGallery,
  type GalleryOutcome,
  type GalleryWork,
} from '../../../lab/play/gallery'
import type { CellResult, PlaySettings } from '../../../lab/play/state'
import type { PageServices } from '../../services'
import { tally, type Tally } from './gallery-tally'
import type { Live } from './live.svelte'
import { rejections } from '../../rejections.svelte'
import type { Arm } from './view'

/** One attack on the open problem: what it does, and how both arms fared. */
export interface GalleryCard {
  readonly attack: Attack
  readonly condition: PromptCondition
  /** Null until it was tried. */
  readonly outcome: GalleryOutcome | null
  /** Of the perturbed prompt as sent; '' until there is one. */
  readonly hash: string
}

export type GalleryPhase = 'closed' | 'perturbing' | 'open' | 'running'

/** The open prompt under every attack. */
export class Gallery {
  cards = $state.raw<readonly GalleryCard[]>([])
  phase = $state<GalleryPhase>('closed')
  error = $state.raw<PlainError | null>(null)
  seed = $state(1)
  /** By the work they stand for: another model, scheme or noise has others. */
  readonly #verdicts = new SvelteMap<string, CellResult>()
  #abort: AbortController | null = null
  readonly #context = $derived.by(() => contextOf(this.live.settings))
  readonly tally: Tally = $derived(
    tally(
      this.cards
        .filter(({ outcome }) => outcome?.kind === 'made' && outcome.result.applied)
        .map((card) => ({
          isRejected: this.isRejected(card),
          original: this.passed(card, 'original'),
          variant: this.passed(card, 'variant'),
        })),
    ),
  )

  constructor(
    private readonly live: Live,
    private readonly services: Pick<PageServices, 'attacks'>,
  ) {}

  /** Whether the program of an arm passes base and plus tests; null where it was not run under these settings. */
  passed({ attack }: GalleryCard, arm: Arm): boolean | null {
    const verdict = this.#verdicts.get(keyOf(this.#context, this.seed, attack.id, arm))?.verdict
    if (verdict === undefined || verdict === null) return null
    return verdict.baseStatus === 'pass' && (verdict.plusStatus === null || verdict.plusStatus === 'pass')
  }

  isRejected({ hash }: GalleryCard): boolean {
    return hash !== '' && rejections.has(this.live.settings?.taskId ?? '', hash)
  }

  /** Perturbs the prompt under every attack, with the seed that is wanted now. */
  async open(): Promise<void> {
    await this.#work('perturbing', async (signal) => {
      const { benchmark, problem, wanted } = this.live.state
      if (benchmark === null || problem === null) {
        throw new LabError('usage', 'No problem is open.', 'Pick a problem first.')
      }
      this.seed = wanted?.prompt?.seed ?? 1
      const conditions = galleryConditions(this.seed)
      this.cards = conditions.map((condition) => ({
        attack: findAttack(condition.attack),
        condition,
        outcome: null,
        hash: '',
      }))
      const source = { benchmark, problem, attacks: await this.services.attacks(), science: { perturb } }
      await perturbAll(inOrderOfNeeds(conditions), source, signal, (condition, outcome) => {
        const { taskId, prompt } = problem
        const hash = outcome.kind === 'made' ? promptRecord(taskId, prompt, outcome.result, 'evalplus-base').hash : ''
        this.cards = this.cards.map((card) => (card.condition === condition ? { ...card, outcome, hash } : card))
      })
    })
  }

  /** Runs both arms on every prompt that changed. */
  async runAll(): Promise<void> {
    await this.#work('running', async (signal) => {
      const work = this.cards.flatMap(({ attack, outcome }): GalleryWork[] =>
        outcome?.kind === 'made' && outcome.result.applied ? [{ id: attack.id, result: outcome.result }] : [],
      )
      const { seed } = this
      await this.live.borrow((loan, lent) => {
        const context = contextOf(loan.settings)
        return runGallery(work, loan, lent, (id, arm, result) => {
          this.#verdicts.set(keyOf(context, seed, id, arm), result)
        })
      }, signal)
    })
  }

  cancel(): void {
    this.#abort?.abort()
  }

  async #work(phase: GalleryPhase, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel()
    const abort = new AbortController()
    this.#abort = abort
    this.phase = phase
    this.error = null
    try {
      await work(abort.signal)
    } catch (thrown) {
      // Where the settings changed meanwhile, the cards show what is known of the new ones.
      if (!isCancelled(thrown)) this.error = toPlainError(thrown)
    } finally {
      if (this.#abort === abort) {
        this.#abort = null
        this.phase = this.cards.length === 0 ? 'closed' : 'open'
      }
    }
  }
}

/** What a verdict depends on beside the attack. */
function contextOf(settings: PlaySettings | null): string {
  if (settings === null) return ''
  const { model, benchmark, taskId, scheme, weights } = settings
  return canonicalJson({ model, benchmark, taskId, scheme, weights })
}

function keyOf(context: string, seed: number, attack: string, arm: Arm): string {
  return `${arm} ${attack} ${seed} ${context}`
}
