import type { Spec } from '../../../core/experiment/spec'
import { MatrixChoice } from './matrix.svelte'
import { StudyChoice } from './study.svelte'

export type Way = 'matrix' | 'study'

/** What a person wants to run: two ways to say it, one spec underneath. Never the settings of a run that is shown. */
export class WantedRun {
  way = $state<Way>('matrix')
  readonly matrix = new MatrixChoice()
  readonly study = new StudyChoice()
  readonly spec = $derived<Spec | null>(this.way === 'matrix' ? this.matrix.spec : this.study.spec)
  #asked: string | null = null

  /**
   * Takes the preset that an address names; nothing starts. The same address a second time (after a look at another
   * page) leaves what was edited meanwhile.
   */
  ask(preset: string | null): void {
    if (preset !== null && preset !== this.#asked) {
      this.way = 'study'
      this.study.choose(preset)
    }
    this.#asked = preset
  }

  /** Goes on with the matrix as a text. */
  editAsStudy(): void {
    if (this.matrix.spec !== null) this.study.takeSpec(this.matrix.spec)
    this.way = 'study'
  }
}
