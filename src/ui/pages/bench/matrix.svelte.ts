import type { Noise, PromptCondition, Spec } from '../../../core/experiment/spec'
import { COMPARED_SCHEMES, FIRST_BENCHMARK, LARGEST_MODEL } from '../../catalogue'
import { specOfForm, type BenchForm } from './bench-form'

/** What a person chooses for a small matrix. */
export class MatrixChoice {
  model = $state(LARGEST_MODEL)
  schemes = $state.raw<readonly string[]>(['int4'])
  files = $state.raw<readonly string[]>([])
  prompt = $state.raw<PromptCondition | null>({ attack: 'char', mode: 'corrected', parameters: { max: 5 }, seed: 1 })
  weights = $state.raw<Noise | null>({
    noise: 'gaussian',
    level: 0.01,
    relative: false,
    target: 'every-weight',
    seed: 1,
  })
  benchmark = $state(FIRST_BENCHMARK)
  /** First so many problems; null: all. */
  limit = $state<number | null>(20)

  readonly form = $derived<BenchForm>({
    model: this.model,
    schemes: this.schemes,
    files: this.files,
    prompt: this.prompt,
    weights: this.weights,
    benchmark: this.benchmark,
    limit: this.limit,
  })
  /** Null where the choices make no spec: starting it says why. */
  readonly spec = $derived.by((): Spec | null => {
    try {
      return specOfForm(this.form)
    } catch {
      return null
    }
  })

  setModel(model: string): void {
    this.model = model
    this.files = []
  }

  toggleScheme(scheme: string, isChosen: boolean): void {
    this.schemes = COMPARED_SCHEMES.filter((name) => (name === scheme ? isChosen : this.schemes.includes(name)))
  }

  /** @param graphs all that can be chosen, in their order */
  toggleFile(file: string, isChosen: boolean, graphs: readonly string[]): void {
    this.files = graphs.filter((path) => (path === file ? isChosen : this.files.includes(path)))
  }
}
