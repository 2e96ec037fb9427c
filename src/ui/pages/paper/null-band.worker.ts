import { nullBand, type ExpectedFlips, type NullBandOptions } from '../../../core/metrics/null-band'

/** Simulates beside the page: the largest settings take a second. */
self.onmessage = ({ data }: MessageEvent<readonly [ExpectedFlips, NullBandOptions]>): void => {
  self.postMessage(nullBand(...data))
}
