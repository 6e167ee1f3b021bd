/** Who is told how far the import has come. */
export interface ImportProgress {
  begin(what: string, total: number): void
  advance(): void
  end(): void
}

export type Change = 'created' | 'updated' | 'unchanged'
export type Changes = Record<Change, number>

export const noChanges = (): Changes => ({ created: 0, updated: 0, unchanged: 0 })
