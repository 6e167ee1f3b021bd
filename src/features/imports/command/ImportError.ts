/** A reason to stop the import that its user can act on: one sentence, printed without a stack. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}
