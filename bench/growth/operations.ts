import { importOperation } from './importOperation.ts'
import type { Operation, Surroundings } from './operation.ts'
import { panelOperations } from './panelOperations.ts'
import { requestOperations } from './requestOperations.ts'
import { taskOperations } from './taskOperations.ts'

/** Everything that is measured. */
export const operationsOf = async (surroundings: Surroundings): Promise<Operation[]> => [
  ...(await requestOperations(surroundings)),
  ...(await panelOperations(surroundings)),
  importOperation(surroundings),
  ...taskOperations(surroundings),
]
