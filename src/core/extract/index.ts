export { buildProgram, type BuiltProgram, type ProgramRequest } from './build-program'
export { cutAtStops, stopStrings } from './stops'
