/** Nouns whose plural no rule gives: singular and plural. */
const TABLE = `
man men, woman women, child children, person people, foot feet, tooth teeth, goose geese, mouse mice, louse lice, ox oxen,
die dice, penny pennies, index indices, vertex vertices, matrix matrices, appendix appendices, codex codices,
vortex vortices, analysis analyses, axis axes, basis bases, crisis crises, diagnosis diagnoses, hypothesis hypotheses,
oasis oases, parenthesis parentheses, synthesis syntheses, thesis theses, emphasis emphases, ellipsis ellipses,
criterion criteria, phenomenon phenomena, datum data, medium media, bacterium bacteria, curriculum curricula,
stratum strata, maximum maxima, minimum minima, optimum optima, spectrum spectra, formula formulas, radius radii,
nucleus nuclei, stimulus stimuli, alumnus alumni, fungus fungi, cactus cacti, locus loci, calf calves, elf elves,
half halves, hoof hooves, knife knives, leaf leaves, life lives, loaf loaves, scarf scarves, self selves, sheaf sheaves,
shelf shelves, thief thieves, wife wives, wolf wolves, wharf wharves, quiz quizzes, hero heroes, potato potatoes,
tomato tomatoes, echo echoes, torpedo torpedoes, veto vetoes, embargo embargoes, zero zeros, bus buses, gas gases,
lens lenses, sheep sheep, deer deer, fish fish, series series, species species, aircraft aircraft, offspring offspring,
means means, information information, equipment equipment, software software, hardware hardware, advice advice`

export const IRREGULAR_NOUNS: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/,\s*/)
    .map((entry) => {
      const [singular = '', plural = ''] = entry.split(' ')
      return [singular, plural]
    }),
)
