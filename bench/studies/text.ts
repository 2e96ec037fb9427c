/** What does not depend on the run. */

export const INTRODUCTION = `# Statistics

Written by \`npm run bench -- coverage\`. Every statistic of \`src/core/metrics\`: what it is, how well its interval covers, how often its test cries wolf. c is a problem's right samples of n; d a drop (pass@1 clean minus perturbed, as a fraction); lost and gained are problems whose verdict flips.

## What there is`

export const STATISTICS: readonly (readonly [string, string, string, string])[] = [
  ['pass@k', '1 − C(n−c, k) / C(n, k), mean over problems', '`pass-at-k.ts`', 'Chen et al. 2021'],
  ['pass^k', 'C(c, k) / C(n, k), mean over problems: all k are right', '`pass-hat-k.ts`', 'Yao et al. 2024'],
  ['interval of pass@1', 'Wilson score interval', '`wilson.ts`', 'Wilson 1927'],
  ['drop, loss', '(lost − gained) / n', '`drop.ts`', 'paired by problem'],
  ['%drop', '(clean − perturbed) / clean; null where clean is 0', '`relative-drop.ts`', "the paper's equation 1"],
  ['RRS, sign table', 'd_orig / (d_quant + 1e-6) where both are positive', '`robustness.ts`', "the paper's equation 2"],
  ['RRS as published', 'the same whatever the signs, with its arrow', '`published-rrs.ts`', 'Table I, footnote 9'],
  ['their intervals', 'paired percentile bootstrap by problem', '`intervals.ts`', 'Efron and Tibshirani 1993'],
  [
    'the same under s seeds',
    'problems, and seeds: drawn again for each problem (`within`) or once for all (`crossed`)',
    '`two-level.ts`, `seeded-intervals.ts`',
    'Davison and Hinkley 1997; Owen 2007',
  ],
  ['worst of seeds', 'RP, RD, RR', '`worst-of-seeds.ts`', 'ReCode, Wang et al. 2022'],
  ['exact McNemar', 'min(1, 2 P(X ≤ min(lost, gained))), X ~ Bin(lost + gained, ½)', '`mcnemar.ts`', 'McNemar 1947'],
  ['sign test', 'the same on wins and losses; ties left out', '`sign-test.ts`', 'Dixon and Mood 1946'],
  ['Holm', 'max over j ≤ i of min(1, (m − j + 1) p_j)', '`holm.ts`', 'Holm 1979'],
  ['noise floor', 'mean share of flips between runs; 1 − 0.05^(1/n) where none', '`noise-floor.ts`', 'exact bound'],
  ['null band of RRS', 'RRS of two arms with the same chances of flips', '`null-band.ts`', 'simulation'],
  ['smallest detectable difference', 'exact power of McNemar summed over flips', '`detectable.ts`', 'Duffy 1984'],
  ['agreement of directions', 'pairs with the same sign, another, or a 0', '`agreement.ts`', ''],
  [
    'noise regions',
    'first level whose paired interval leaves out 0; half of clean, linear in log level',
    '`noise-regions.ts`',
    "the paper's figure 4",
  ],
]

export const SIMULATION = `## How well it works

Studies are simulated from populations whose truth is known; nominal coverage is 95 %, and ± is the Monte Carlo standard error. The original passes 55 % of the problems clean; quantizing flips 3 % one way and 2 % the other; half of what the condition does to a problem is shared by both variants. A **weak** condition makes the original lose 20 and gain 8 of 378 problems (10 and 5 of 164), the variant lose 15 and gain 8 (8 and 5): RRS 1.71 (1.67). A **strong** one 90 and 10 (40 and 5) against 60 and 10 (25 and 5): RRS 1.60 (1.75). Under five seeds problems differ in how easily they are lost (weak: one in four 17 times as easily as the others), and a seed common to all problems makes the condition half, as, or one and a half times as strong. An interval of the RRS exists only in studies where both drops are positive, and coverage is of those.`

/** Its figures are those of the tables: read it again when they change. */
export const CONCLUSIONS = `## What follows

* **One sample a problem**: every bootstrap interval covers 93.6 % to 96.5 %; none is off by more than two Monte Carlo standard errors downwards. With few flips the misses are uneven, above all of %drop and RRS on 164 problems (BCa would even them out; it is not done here).
* **RRS has no interval in every third study** of a weak condition on 164 problems although its true value is 1.67, and in one of twelve on 378. Its coverage is that of the studies that have one.
* **With few flips the interval alone is a little too sure** (a drop is called real in 5.9 % of studies of equal arms on 378 problems, exact McNemar 4.4 %): "worse" needs both.
* **Five seeds, each problem's own** (\`within\`): 96 % to 99 %, so wider than needed, since the spread within problems is counted twice. Drawing problems only, each with its seeds kept together, is the known cure.
* **Five seeds common to all problems** (noise on weights) resampled as if each problem had its own **undercover badly**: the drop 85 % under a weak condition and 54 % under a strong one. So the scheme has no default. Resampled \`crossed\` the drop has 94 % to 97 % under the weak condition, **but 87 % under the strong one**: five draws show four fifths of their variance, and percentiles know no t distribution. More seeds help most; t quantiles with four degrees of freedom are the cheap improvement (not done). In the difference of drops a common seed partly cancels (\`crossed\` 95 % to 99 %, but \`within\` only 85 % under the strong condition), and so it does in the RRS (98 % to 99.7 %, too wide).
* **The sign test over base and plus cells of the same generations is wrong** in 13 % of tables instead of 5 %: count each generation once.`

export const COMMANDS = `## Commands

\`\`\`
npm run bench -- coverage                # this page; seeded, the same figures each time; two and a half minutes of one core
npm run bench -- coverage --studies 200  # quicker and rougher: do not commit what it writes
npx vitest run --project node src/core/metrics
python3 -m venv VENV && VENV/bin/pip install -r models/fixtures/requirements.txt
VENV/bin/python models/fixtures/statistics_fixtures.py   # the golden values, from scipy and statsmodels
\`\`\``
