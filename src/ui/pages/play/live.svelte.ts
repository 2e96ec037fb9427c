import { toPlainError, type PlainError } from '../../../core/errors'
import type { PlayController } from '../../../lab/play'
import { INITIAL_STATE, type PlaySettings, type PlayState } from '../../../lab/play/state'
import type { PageServices } from '../../services'
import { viewOfPlay } from './live-view'

/** The live half of the Play page: begins with the first press of "Run it here", never before. */
export class Live {
  state = $state.raw<PlayState>(INITIAL_STATE)
  settings = $state.raw<PlaySettings | null>(null)
  isStarted = $state(false)
  startError = $state.raw<PlainError | null>(null)
  readonly view = $derived(viewOfPlay(this.state))
  #controller: Promise<PlayController> | null = null

  constructor(private readonly services: PageServices) {}

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
    if (this.settings !== null) void this.run({ ...this.settings, ...part })
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
