import { HAND } from '../../../core/attacks/control/hand'
import { LabError, toPlainError, type PlainError } from '../../../core/errors'
import type { PromptCondition } from '../../../core/experiment/spec'
import type { Loan, PlayController } from '../../../lab/play'
import { INITIAL_STATE, type PlaySettings, type PlayState } from '../../../lab/play/state'
import type { PageServices } from '../../services'
import { viewOfPlay } from './live-view'
import { promptDetail, promptTokens } from './prompt-detail'
import { rejections } from '../../rejections.svelte'

/** The live half of the Play page: begins with the first press of "Run it here", never before. */
export class Live {
  state = $state.raw<PlayState>(INITIAL_STATE)
  settings = $state.raw<PlaySettings | null>(null)
  isStarted = $state(false)
  startError = $state.raw<PlainError | null>(null)
  readonly view = $derived(viewOfPlay(this.state))
  // Told anew with the prompts only, not with every letter that a model writes.
  readonly #prompts = $derived(this.state.prompts)
  readonly #wanted = $derived(this.state.wanted)
  readonly detail = $derived.by(() => {
    const { problem, benchmark } = this.state
    return promptDetail({ prompts: this.#prompts, problem, benchmark, wanted: this.#wanted })
  })
  readonly tokens = $derived(promptTokens(this.state))
  readonly isRejected = $derived(this.detail !== null && rejections.has(this.detail.taskId, this.detail.hash))
  #controller: Promise<PlayController> | null = null
  /** The attack that a prompt edited by hand took the place of. */
  #beforeHand: PromptCondition | null = null

  constructor(private readonly services: PageServices) {
    void rejections.load(() => services.rejections())
  }

  /** Starts the models if need be, and asks for these settings. */
  async run(settings: PlaySettings): Promise<void> {
    this.settings = settings
    this.isStarted = true
    this.startError = null
    try {
      this.#controller ??= this.services.play((state) => {
        this.state = state
      })
      const controller = await this.#controller
      // A newer call may have come while the code was loading: only the latest settings count.
      if (this.settings === settings) controller.want(settings)
    } catch (thrown) {
      this.#controller = null
      this.startError = toPlainError(thrown)
    }
  }

  change(part: Partial<PlaySettings>): void {
    if (this.settings === null) return
    const next = { ...this.settings, ...part }
    const isOther = next.taskId !== this.settings.taskId || next.benchmark !== this.settings.benchmark
    // A text that a person wrote belongs to its problem.
    if (isOther && next.prompt?.attack === HAND) next.prompt = this.#beforeHand
    void this.run(next)
  }

  /** What editing by hand begins with: the perturbed prompt, or the clean one where the attack changed the program too. */
  get handStart(): string {
    const { prompts, problem } = this.state
    const attack = prompts?.attack ?? null
    return attack === null || attack.program !== null ? (problem?.prompt ?? '') : attack.text
  }

  /** Puts a text that a person wrote in the place of the perturbed prompt: an attack like any other. */
  useHandText(text: string): void {
    if (this.settings === null) return
    const { prompt, taskId } = this.settings
    if (prompt?.attack !== HAND) this.#beforeHand = prompt
    const seed = prompt?.seed ?? 0
    this.change({ prompt: { attack: HAND, mode: 'corrected', parameters: { task: taskId, text }, seed } })
  }

  /** As `PlayController.borrow`. */
  async borrow<Result>(
    work: (loan: Loan, signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    const controller = await this.#controller
    if (controller === null) throw new LabError('usage', 'No model is open.', 'Press "Run it here" first.')
    return controller.borrow(work, signal)
  }

  stop(): void {
    void this.#controller?.then((controller) => controller.stop())
  }

  retry(): void {
    if (this.settings !== null) void this.run(this.settings)
  }

  close(): void {
    void this.#controller?.then((controller) => controller.close()).catch(() => undefined)
    this.#controller = null
  }
}
