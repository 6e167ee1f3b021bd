export { mailFolder } from './mailAdapter.ts'
export { pruneDeliveries } from './queries/deliveries.ts'
