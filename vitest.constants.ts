/** A build replaces these names by their values; in files that a browser loads for a test nobody does. */
Object.assign(globalThis, {
  __VERSIONS__: JSON.parse(import.meta.env['VITE_VERSIONS'] as string) as unknown,
})
