import { conditionLabel } from '../../../core/experiment/labels'
import { isStale, ORIGINAL_SCHEME, type PlayCell, type PlayState } from '../../../lab/play/state'
import { EMPTY_CELL, viewOfVerdict, type CellView, type TripleView } from './view'

/** The live half of the page as a triple diff; null until the benchmark is there. */
export function viewOfPlay(state: PlayState): TripleView | null {
  const { prompts, wanted, cells } = state
  if (prompts === null || wanted === null) return null
  return {
    prompts: { clean: prompts.clean.text, perturbed: prompts.perturbed.text, edits: prompts.perturbed.edits },
    arms: { original: ORIGINAL_SCHEME, variant: wanted.scheme },
    condition: conditionLabel({ prompt: wanted.prompt, weights: wanted.weights }),
    cells: {
      clean: { original: viewOfCell(cells['clean-original']), variant: viewOfCell(cells['clean-variant']) },
      perturbed: { original: viewOfCell(cells['perturbed-original']), variant: viewOfCell(cells['perturbed-variant']) },
    },
  }
}

function viewOfCell(cell: PlayCell): CellView {
  if (cell.shown === null) return { ...EMPTY_CELL, state: cell.state }
  const { completion, verdict, tokens, milliseconds } = cell.shown
  return {
    state: cell.state,
    isStale: isStale(cell),
    code: completion,
    verdict: verdict === null ? null : viewOfVerdict(verdict),
    tokens,
    milliseconds,
  }
}
