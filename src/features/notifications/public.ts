export { sendEmailJob } from './emailJob.ts'
export { mailFolder } from './mailAdapter.ts'
export { purgeDeliveries } from './queries/deliveries.ts'
