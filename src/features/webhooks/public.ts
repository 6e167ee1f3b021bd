export { purgeDeliveries as purgeWebhookDeliveries } from './queries/deliveries.ts'
export { purgeSecrets as purgeWebhookSecrets } from './queries/secrets.ts'
export { webhookNumbers } from './queries/numbers.ts'
