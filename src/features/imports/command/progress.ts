/** Receives the progress of an import: a task with a total, and each step of it. */
export interface ImportProgress {
  begin(task: string, total: number): void
  /** @param by steps at once; 1 by default */
  advance(by?: number): void
  end(): void
}

export type Change = 'created' | 'updated' | 'unchanged'
export type Changes = Record<Change, number>

export const noChanges = (): Changes => ({ created: 0, updated: 0, unchanged: 0 })
