import type { ChosenLimits } from '../../../lab/grade/limits'
import type { Judge } from '../../../lab/ports'
import type { Grading } from '../../services'

/** The one judge of the page: opened on first use, opened anew when other limits are wanted, closed when done. */
export class JudgeKeeper {
  #limits: ChosenLimits | null = null
  #judge: Judge | null = null

  constructor(private readonly grading: () => Promise<Grading>) {}

  async judge(limits: ChosenLimits): Promise<Judge> {
    const grading = await this.grading()
    if (this.#judge !== null && this.#limits !== null && isSame(this.#limits, limits)) return this.#judge
    this.close()
    this.#judge = grading.openJudge(limits)
    this.#limits = limits
    return this.#judge
  }

  close(): void {
    this.#judge?.close()
    this.#judge = null
    this.#limits = null
  }
}

function isSame(a: ChosenLimits, b: ChosenLimits): boolean {
  return a.timeFactor === b.timeFactor && a.minimumSeconds === b.minimumSeconds
}
